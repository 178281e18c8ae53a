import type { Command } from 'commander';
import type { HeadName } from '../../shared/policy/head.ts';
import { TRAINING } from '../../shared/training/settings.ts';
import { openStore } from '../store/database.ts';
import { CommandError, openTerminal, refuseIdle, table } from './terminal.ts';

interface OpenLoopOptions {
  dataset: string;
  head?: HeadName;
  seeds: number;
  steps?: number;
  seed: number;
}

/** Whether an id names a set that came in as a file. */
export const isImport = (id: string): boolean => id.startsWith('im-');

/** Nothing drives by what learned without a road; say so before a rollout is tried. */
export function refuseOpenLoop(policy: string): void {
  if (!policy.startsWith('ol-')) return;
  throw new CommandError(
    `Policy "${policy}" learned from a set without track and car: it cannot be driven, nor judged by driving. ` +
      '"mimic score" tells how near it comes to what was done.',
  );
}

const OPTIONS = ['dataset', 'head', 'seeds', 'steps', 'seed'];

/** `train --dataset im-…` */
export async function trainOnImport(options: OpenLoopOptions, command: Command): Promise<void> {
  const why = `with a set without physics, which takes --${OPTIONS.join(', --')} alone. Leave it out.`;
  refuseIdle(command, (option) => !OPTIONS.includes(option), why);
  const terminal = openTerminal(command.optsWithGlobals());
  const { trainOpenLoop } = await import('../training/openloop.ts'); // brings tfjs
  const store = await openStore(terminal.dataDir);
  const bar = terminal.progress('Training');
  const { dataset, head = 'bins', seeds, steps = TRAINING.steps, seed } = options;
  const report = await trainOpenLoop(store, dataset, { head, seeds, steps, seed }, (share, losses) =>
    bar.update(share, losses.map((loss) => loss.toFixed(3)).join(' ')),
  ).finally(bar.stop);
  await store.destroy();
  const { policy, split, offline, candidates } = report;
  const rows = candidates.map(({ seed, trainLoss, validationLoss }) => [
    ...[String(seed), trainLoss.toFixed(4), validationLoss?.toFixed(4) ?? '–'],
  ]);
  terminal.print(report, [
    `Network ${policy}: ${report.samples} steps of ${split.train} episodes; ${split.validation} held out (${split.name}).`,
    offline === null
      ? 'No episode was held out: there is no figure that means anything.'
      : `On those: squared error ${offline.mse.toFixed(5)}; doing the same as in the step before, ${offline.persistenceMse?.toFixed(5) ?? '–'}.`,
    ...table([['seed', 'training loss', 'validation loss'], ...rows]),
    'Kept for its validation loss, as it cannot be driven or judged by driving: the set has no track and no car.',
  ]);
}

/** `score` */
export async function runScore(options: { policy: string; dataset: string }, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const { scoreOpenLoop } = await import('../training/scoring.ts');
  const store = await openStore(terminal.dataDir);
  const score = await scoreOpenLoop(store, options.policy, options.dataset);
  await store.destroy();
  const { episodes, steps, mse, nll, persistenceMse } = score;
  terminal.print(score, [
    `${steps} steps of ${episodes} episodes: squared error ${mse.toFixed(5)}${nll === null ? '' : `, ${nll.toFixed(3)} nats`}.`,
    `Doing the same as in the step before: ${persistenceMse?.toFixed(5) ?? 'not known'}. Neither tells how it would drive.`,
  ]);
}
