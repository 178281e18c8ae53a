import cliProgress from 'cli-progress';
import type { Command } from 'commander';
import type { CloneProgress } from '../../shared/training/clone.ts';

/** A mistake of the caller's: one clear line on standard error, exit code 1, no stack. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** What every verb gets: where the data are, and how to speak. */
export interface Terminal {
  dataDir: string;
  /** One JSON document on standard output instead of words. */
  json: boolean;
  /** Print the result: `words` for a person, `document` for a program. */
  print(document: unknown, words: readonly string[]): void;
  /** A line beside the result, on standard error. */
  say(line: string): void;
  /** A bar on a terminal, nothing elsewhere; call the returned function with the share done and a few words. */
  progress(label: string): Progress;
}

export interface Progress {
  update(share: number, note?: string): void;
  stop(): void;
}

export function openTerminal(options: { json?: boolean; dataDir?: string }): Terminal {
  const json = options.json === true;
  return {
    dataDir: options.dataDir ?? process.env.DATA_DIR ?? './data',
    json,
    print(document, words) {
      process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : `${words.join('\n')}\n`);
    },
    say: (line) => {
      process.stderr.write(`${line}\n`);
    },
    progress: (label) => (process.stderr.isTTY ? terminalBar(label) : { update() {}, stop() {} }),
  };
}

/** The bar goes to standard error, so that `--json > file` stays clean. A cursor it hid would stay hidden after Ctrl-C. */
function terminalBar(label: string): Progress {
  const format = `${label} {bar} {percentage} %  {note}`;
  const bar = new cliProgress.SingleBar({ format, stream: process.stderr, clearOnComplete: true });
  bar.start(1, 0, { note: '' });
  return { update: (share, note = '') => bar.update(Math.min(1, share), { note }), stop: () => bar.stop() };
}

/** How a clone in the making is doing, for the bar: losses, how it drove when last looked at, then laps and falls. */
export function noteOf({ stage, losses, laps, falls, checks }: Omit<CloneProgress, 'kind' | 'share'>): string {
  if (stage === 'driving') return `${laps} laps, ${falls} falls`;
  const last = checks.at(-1);
  const driven = last ? [`${last.fallsPerLap.toFixed(2)} falls a lap after ${last.step} steps`] : [];
  return [`loss ${losses.map((loss) => loss.toFixed(3)).join(' ')}`, ...driven].join(', ');
}

/** Do this at Ctrl-C instead of ending at once; returns how to leave it. */
export function onInterrupt(work: () => void): () => void {
  process.once('SIGINT', work);
  return () => process.off('SIGINT', work);
}

/** "0:38.214" */
export function lapTime(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  const seconds = (milliseconds - minutes * 60_000) / 1000;
  return `${minutes}:${seconds.toFixed(3).padStart(6, '0')}`;
}

/** Columns of text padded to their widest cell, the first row being the heading. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

/** Throws CommandError when an option was given that would say nothing here; `why` goes on after "got it". */
export function refuseIdle(command: Command, isIdle: (option: string) => boolean, why: string): void {
  const idle = command.options.find((option) => {
    const name = option.attributeName();
    return isIdle(name) && command.getOptionValueSource(name) === 'cli';
  });
  if (idle) throw new CommandError(`${idle.long}: got it ${why}`);
}

/** A whole number option within bounds, or a CommandError that names it. */
export function wholeNumber(name: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= low && value <= high) return value;
    throw new CommandError(`--${name}: got "${text}", expected a whole number from ${low} to ${high}.`);
  };
}

/** A number option within bounds, or a CommandError that names it. */
export function aNumber(name: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= low && value <= high) return value;
    throw new CommandError(`--${name}: got "${text}", expected a number from ${low} to ${high}.`);
  };
}

export function oneOf<Choice extends string>(name: string, choices: readonly Choice[]): (text: string) => Choice {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    throw new CommandError(`--${name}: got "${text}", expected one of ${choices.join(', ')}.`);
  };
}
