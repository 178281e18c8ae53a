import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Track } from '../../shared/track/track.ts';
import type { EvaluationReport } from '../../shared/wire/evaluations.ts';
import { coresHere } from '../evaluation/driving.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { reportOn } from '../evaluation/report/report.ts';
import type { ReportLanguage } from '../evaluation/report/words.ts';
import { openStore } from '../store/database.ts';
import { findPolicy } from '../store/policies.ts';
import { comparisonWords, evaluationWords } from './evaluationwords.ts';
import { refuseOpenLoop } from './openloopactions.ts';
import { CommandError, openTerminal, refuseIdle } from './terminal.ts';
import { trackCalled } from './trackfolder.ts';

interface EvaluateOptions {
  policy: string;
  track?: string[];
  rollouts: number;
  laps: number;
  seed: number;
  kicks?: boolean;
  traffic?: boolean;
  workers?: number;
  report?: string;
  language: ReportLanguage;
}

/** One report, or with several tracks a list of them. */
export async function runEvaluation(options: EvaluateOptions, command: Command): Promise<void> {
  refuseOpenLoop(options.policy);
  refuseLanguage(options, command);
  const terminal = openTerminal(command.optsWithGlobals());
  const { policy, track, rollouts, laps, seed, kicks = false, traffic = false, workers = coresHere() } = options;
  const store = await openStore(terminal.dataDir);
  const home = (await findPolicy(store, policy))?.trackId;
  const others = (track ?? [home]).map((id): Track | null => {
    return id === undefined || id === home ? null : trackCalled(id, terminal.dataDir);
  });
  const bar = terminal.progress('Driving');
  const reports: (EvaluationReport & { id: string })[] = [];
  try {
    for (const [i, other] of others.entries()) {
      const order = { policyId: policy, other, rollouts, laps, seed, kicks, traffic };
      const progress = (share: number): void => bar.update((i + share) / others.length, other?.id ?? home);
      reports.push(await evaluate(store, order, { workers, progress }));
    }
    bar.stop();
    const written: string[] = [];
    for (const [i, { trackId }] of reports.entries()) {
      if (options.report === undefined) break;
      const file = i === 0 ? options.report : options.report.replace(/(\.\w+)?$/, `-${trackId}$1`);
      const order = { policies: [policy], trackId, kicks };
      writeFileSync(file, (await reportOn(store, order, options.language)).html);
      written.push(`The page is in ${file}.`);
    }
    terminal.print(reports.length > 1 ? { items: reports, next: null } : reports[0], [
      ...reports.flatMap((report, i) => [...(i > 0 ? [''] : []), ...evaluationWords(report)]),
      ...written,
    ]);
  } finally {
    bar.stop();
    await store.destroy();
  }
}

interface CompareOptions {
  policies: string[];
  track?: string;
  kicks?: boolean;
  report?: string;
  language: ReportLanguage;
}

export async function runComparison(options: CompareOptions, command: Command): Promise<void> {
  refuseLanguage(options, command);
  const terminal = openTerminal(command.optsWithGlobals());
  const { track = null, kicks = false, report, language } = options;
  const order = { ...sidesOf(options.policies), trackId: track, kicks };
  const store = await openStore(terminal.dataDir);
  try {
    const { html, comparison } = await reportOn(store, order, language);
    if (report !== undefined) writeFileSync(report, html);
    terminal.print(comparison, [
      ...comparisonWords(comparison),
      ...(report === undefined ? [] : [`The page is in ${report}.`]),
    ]);
  } finally {
    await store.destroy();
  }
}

/** Only the page has a language. */
function refuseLanguage({ report }: { report?: string }, command: Command): void {
  if (report !== undefined) return;
  refuseIdle(command, (option) => option === 'language', 'without --report. Say both, or neither.');
}

/** `ID`, or `NAME=ID+ID+…`. */
function sidesOf(words: readonly string[]): { policies: string[]; groups: Record<string, string> } {
  const groups: Record<string, string> = {};
  const policies = words.flatMap((word) => {
    const at = word.indexOf('=');
    if (at < 0) return [word];
    const members = word
      .slice(at + 1)
      .split('+')
      .filter((id) => id !== '');
    if (at === 0 || members.length === 0) {
      throw new CommandError(`--policies: got "${word}", expected ids, or NAME=ID+ID+….`);
    }
    for (const id of members) groups[id] = word.slice(0, at);
    return members;
  });
  return { policies: [...new Set(policies)], groups };
}
