import type { Command } from 'commander';
import type { Sight } from '../../shared/observation/spec.ts';
import { type PreviousAction, type SampleCounts, TEACHING_WAYS } from '../../shared/policy/taught.ts';
import { type AskedLesson, lessonOf, taughtAs } from '../../shared/training/cloneorder.ts';
import { COACHED, TEACHING_NAMES, type TeachingName, UNTAUGHT } from '../../shared/training/teaching.ts';
import { lapsOfDataset } from '../dataset/collection.ts';
import { diverge } from '../divergence/report.ts';
import { openStore } from '../store/database.ts';
import type { TrainReport } from '../training/cloning.ts';
import { isImport, refuseOpenLoop, trainOnImport } from './openloopactions.ts';
import { CommandError, openTerminal, table } from './terminal.ts';

interface TrainOptions extends AskedLesson {
  dataset: string;
  recovery: boolean;
  teach?: TeachingName[];
  previousAction?: PreviousAction;
  sees: Sight;
  seeds: number;
  steps?: number;
  seed: number;
}

export async function train(options: TrainOptions, command: Command): Promise<void> {
  if (isImport(options.dataset)) return trainOnImport(options, command);
  const terminal = openTerminal(command.optsWithGlobals());
  const { trainClone } = await import('../training/cloning.ts'); // brings tfjs, which no other verb needs
  const store = await openStore(terminal.dataDir);
  const { dataset, laps } = await lapsOfDataset(store, options.dataset);
  const bar = terminal.progress('Training');
  const { seeds, seed } = options;
  const order = { ...lessonOf(options), ...taughtBy(options), seeds, seed };
  const report = await trainClone(store, dataset, laps, order, null, {
    report: ({ share, stage, losses, laps: driven, falls }) =>
      bar.update(
        share,
        stage === 'driving' ? `${driven} laps, ${falls} falls` : losses.map((l) => l.toFixed(3)).join(' '),
      ),
  }).finally(bar.stop);
  await store.destroy();
  terminal.print(report, trainWords(report));
}

/** What the options say of teaching. */
function taughtBy({ recovery, teach, previousAction = 'hidden' }: TrainOptions): ReturnType<typeof taughtAs> {
  if (!recovery && teach) throw new CommandError('Got both --no-recovery and --teach, expected one of them.');
  if (!teach && previousAction === 'hidden') return taughtAs(recovery);
  const ways = teach ? Object.fromEntries(teach.map((name) => [TEACHING_NAMES[name], true])) : {};
  return taughtAs(recovery, { ...(teach || !recovery ? UNTAUGHT : COACHED), ...ways, previousAction });
}

function trainWords({ policy, kind, samples, seconds, trainLoss, validationLoss, chosenFrom }: TrainReport): string[] {
  const rows = chosenFrom.map(({ seed, trainLoss, validationLoss, fallsPerLap, lapsFinished }) => [
    ...[
      String(seed),
      trainLoss.toFixed(4),
      validationLoss?.toFixed(4) ?? '–',
      fallsPerLap.toFixed(2),
      String(lapsFinished),
    ],
  ]);
  const made = madeWords(samples.made);
  const validation = validationLoss === null ? 'no held-out lap' : `validation ${validationLoss.toFixed(4)}`;
  return [
    `Policy ${policy} (${kind}): ${samples.human} human and ${samples.recovery} recovery samples${made}, ${seconds} s.`,
    `Loss: training ${trainLoss.toFixed(4)}, ${validation}. Chosen by laps driven, not by loss:`,
    ...table([['seed', 'training loss', 'validation loss', 'falls a lap', 'laps'], ...rows]),
  ];
}

/** How many samples each way of teaching made, where there is more than one way. */
function madeWords(made: SampleCounts['made']): string {
  const words = TEACHING_WAYS.filter((way) => made[way] > 0).map((way) => `${made[way]} ${way}`);
  return words.length > 1 || made.mirror > 0 ? ` (${words.join(', ')})` : '';
}

export async function runDivergence(
  options: { policy: string; dataset?: string; episode?: string },
  command: Command,
): Promise<void> {
  refuseOpenLoop(options.policy);
  const terminal = openTerminal(command.optsWithGlobals());
  if (options.dataset !== undefined && options.episode !== undefined) {
    throw new CommandError('Got both --dataset and --episode, expected one of them.');
  }
  const store = await openStore(terminal.dataDir);
  const report = await diverge(store, options);
  await store.destroy();
  const { point, widest, fidelity, humanFidelity, heldOut, parted, rollouts } = report;
  const own = humanFidelity === null ? 'not known from one lap' : `${(humanFidelity * 100).toFixed(1)} %`;
  terminal.print(report, [
    point === null
      ? `The clone stayed with its person; the widest gap is ${Math.abs(widest.gap).toFixed(2)} m at ${widest.s} m.`
      : `The clone leaves its person at ${point.s} m (${point.z.toFixed(1)} σ).`,
    `${parted} of ${rollouts} laps left the tube. Fidelity ${(fidelity * 100).toFixed(1)} %, the person's own held-out share ${own}.`,
    `${heldOut.stayed} of ${heldOut.laps} held-out laps of the person stay inside their own tube.`,
  ]);
}
