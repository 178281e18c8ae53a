import type { Command } from 'commander';
import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { TrainingError } from '../../shared/training/settings.ts';
import { lapsOfDataset } from '../dataset/collection.ts';
import { openStore } from '../store/database.ts';
import type { Dataset } from '../store/datasets.ts';
import type { Store } from '../store/tables.ts';
import type { trainClone } from '../training/cloning.ts';
import { type RunOrder, runFile } from '../training/run.ts';
import { isImport } from './openloopactions.ts';
import { type Combination, combinationsOf, optionOf, type Span, withCombination } from './sweepgrid.ts';
import {
  CommandError,
  noteOf,
  onInterrupt,
  openTerminal,
  type Progress,
  refuseIdle,
  type Terminal,
  table,
} from './terminal.ts';
import { orderBy, type TrainOptions } from './trainorder.ts';

interface SweepOptions extends TrainOptions {
  dataset: string;
  over: Span[];
  random?: number;
}

/** One combination and how its best driver did, or why there is none. */
export interface Trial {
  settings: Combination;
  policy: string | null;
  fallsPerLap: number | null;
  lapsFinished: number | null;
  validationLoss: number | null;
  trainLoss: number | null;
  seconds: number | null;
  error: string | null;
}

/** What `mimic sweep --json` prints: the best driver first. */
export interface SweepReport {
  dataset: string;
  /** Combinations that were to be tried. */
  planned: number;
  interrupted: boolean;
  trials: Trial[];
}

/** `sweep` */
export async function runSweep(options: SweepOptions, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  if (isImport(options.dataset)) {
    throw new CommandError(`Set "${options.dataset}" has no track to drive on, and a sweep is ranked by laps driven.`);
  }
  const varied = options.over.map(({ setting }) => optionOf(setting));
  refuseIdle(command, (option) => varied.includes(option), 'beside --over, which varies it. Leave one of them out.');
  const combinations = combinationsOf(options.over, options.random, options.seed);
  const { trainClone } = await import('../training/cloning.ts');
  const store = await openStore(terminal.dataDir);
  const { dataset, laps } = await lapsOfDataset(store, options.dataset);
  const report: SweepReport = { dataset: dataset.id, planned: combinations.length, interrupted: false, trials: [] };
  const bar = terminal.progress('Sweep');
  onInterrupt(() => {
    bar.stop();
    printSweep(terminal, { ...report, interrupted: true });
    process.exit(130);
  });
  for (const [k, settings] of combinations.entries()) {
    const run = { datasetId: dataset.id, order: orderBy(withCombination(options, settings)) };
    const part = { share: k / combinations.length, of: combinations.length };
    report.trials.push(await tryOut(trainClone, { store, dataset, laps }, run, settings, terminal, bar, part));
  }
  bar.stop();
  await store.destroy();
  printSweep(terminal, report);
  if (report.trials.every(({ policy }) => policy === null)) {
    throw new CommandError(
      `None of the ${combinations.length} combinations makes a policy; the table has the reasons.`,
    );
  }
}

async function tryOut(
  train: typeof trainClone,
  { store, dataset, laps }: { store: Store; dataset: Dataset; laps: RecordedLap[] },
  run: RunOrder,
  settings: Combination,
  terminal: Terminal,
  bar: Progress,
  part: { share: number; of: number },
): Promise<Trial> {
  const none = { policy: null, fallsPerLap: null, lapsFinished: null, validationLoss: null, trainLoss: null };
  try {
    const report = await train(store, dataset, laps, run.order, null, {
      checkpoint: runFile(terminal.dataDir, run),
      report: (progress) =>
        bar.update(part.share + progress.share / part.of, `${wordsOf(settings)}: ${noteOf(progress)}`),
    });
    const { policy, validationLoss, trainLoss, seconds, driven } = report;
    const { fallsPerLap, lapsFinished } = driven;
    return { settings, policy, fallsPerLap, lapsFinished, validationLoss, trainLoss, seconds, error: null };
  } catch (error) {
    // What makes no policy together, or learns nothing, is a result; anything else is a fault.
    if (!(error instanceof TrainingError)) throw error;
    return { settings, ...none, seconds: null, error: error.message };
  }
}

/** The best driver first: fewest falls, then most laps, then the lowest validation loss; what failed last. */
export function ranked(trials: readonly Trial[]): Trial[] {
  const keys = ({ fallsPerLap, lapsFinished, validationLoss }: Trial): number[] => [
    ...[fallsPerLap ?? Infinity, -(lapsFinished ?? 0), validationLoss ?? Infinity],
  ];
  return [...trials].sort((a, b) => {
    const [one, other] = [keys(a), keys(b)];
    const k = one.findIndex((key, i) => key !== other[i]);
    return k < 0 ? 0 : one[k]! < other[k]! ? -1 : 1;
  });
}

const wordsOf = (settings: Combination): string =>
  Object.entries(settings)
    .map(([setting, value]) => `${setting} ${value}`)
    .join(', ');

function printSweep(terminal: Terminal, report: SweepReport): void {
  const trials = ranked(report.trials);
  const number = (value: number | null, digits: number): string => value?.toFixed(digits) ?? '–';
  const rows = trials.map(
    ({ settings, fallsPerLap, lapsFinished, validationLoss, trainLoss, seconds, policy, error }) => [
      ...[wordsOf(settings), number(fallsPerLap, 2), number(lapsFinished, 0), number(validationLoss, 4)],
      ...[number(trainLoss, 4), number(seconds, 1), policy ?? error ?? '–'],
    ],
  );
  const heading = ['settings', 'falls a lap', 'laps', 'validation loss', 'training loss', 's', 'policy'];
  const done = `${trials.length} of ${report.planned} combinations`;
  terminal.print({ ...report, trials }, [
    `${done}${report.interrupted ? ', then interrupted' : ''}; the best driver first, whatever its loss:`,
    ...table([heading, ...rows]),
  ]);
}
