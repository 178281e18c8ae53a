import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { type SampleCounts, TEACHING_WAYS } from '../../shared/policy/taught.ts';
import { lapsOfDataset } from '../dataset/collection.ts';
import { diverge } from '../divergence/report.ts';
import { openStore } from '../store/database.ts';
import type { TrainReport } from '../training/cloning.ts';
import { interruptedRun, interruptedRuns, type RunOrder, runFile, runIdOf } from '../training/run.ts';
import { isImport, refuseOpenLoop, trainOnImport } from './openloopactions.ts';
import { CommandError, noteOf, onInterrupt, openTerminal, refuseIdle, table } from './terminal.ts';
import { orderBy, type TrainOptions } from './trainorder.ts';

/** `train`: begun with a dataset and options, or gone on with by its id; the same again goes on by itself. */
export async function train(options: TrainOptions, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const run = runOf(options, terminal.dataDir, command);
  if (isImport(run.datasetId)) return trainOnImport({ ...options, dataset: run.datasetId }, command);
  const { trainClone } = await import('../training/cloning.ts'); // brings tfjs, which no other verb needs
  const store = await openStore(terminal.dataDir);
  const { dataset, laps } = await lapsOfDataset(store, run.datasetId);
  const bar = terminal.progress('Training');
  const checkpoint = runFile(terminal.dataDir, run);
  const forgetInterrupt = onInterrupt(() => {
    bar.stop();
    terminal.say(
      existsSync(checkpoint.path)
        ? `Interrupted. "mimic train --resume ${runIdOf(run)}", or the same command again, goes on with it.`
        : 'Interrupted before anything was kept. The same command again begins anew.',
    );
    process.exit(130);
  });
  const report = await trainClone(store, dataset, laps, run.order, null, {
    checkpoint,
    resumed: (steps) => {
      if (steps > 0) terminal.say(`Going on with ${runIdOf(run)} from step ${steps} of ${run.order.steps}.`);
    },
    report: (progress) => bar.update(progress.share, noteOf(progress)),
  }).finally(bar.stop);
  forgetInterrupt();
  await store.destroy();
  terminal.print(report, trainWords(report));
}

/** What is to be trained: by `--resume` what was interrupted, else what the options say. */
function runOf(options: TrainOptions, dataDir: string, command: Command): RunOrder {
  const { dataset: datasetId, resume } = options;
  if ((datasetId === undefined) === (resume === undefined)) {
    throw new CommandError('Got neither or both of --dataset and --resume, expected one of them.');
  }
  if (datasetId !== undefined) return { datasetId, order: orderBy(options) };
  const why = 'with --resume, which goes on by the options it was begun with. Leave it out.';
  refuseIdle(command, (option) => option !== 'resume', why);
  const run = interruptedRun(dataDir, resume!);
  if (run) return run;
  const kept = interruptedRuns(dataDir).join(', ') || 'none';
  throw new CommandError(`--resume: got "${resume}", expected an interrupted training. There is: ${kept}.`);
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
