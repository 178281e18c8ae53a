import type { Command } from 'commander';
import type { Track } from '../../shared/track/track.ts';
import { coresHere } from '../evaluation/driving.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { openStore } from '../store/database.ts';
import { findPolicy } from '../store/policies.ts';
import { evaluationWords } from './evaluationwords.ts';
import { refuseOpenLoop } from './openloopactions.ts';
import { openTerminal } from './terminal.ts';
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
}

/** One report, or with several tracks a list of them. */
export async function runEvaluation(options: EvaluateOptions, command: Command): Promise<void> {
  refuseOpenLoop(options.policy);
  const terminal = openTerminal(command.optsWithGlobals());
  const { policy, track, rollouts, laps, seed, kicks = false, traffic = false, workers = coresHere() } = options;
  const store = await openStore(terminal.dataDir);
  const home = (await findPolicy(store, policy))?.trackId;
  const others = (track ?? [home]).map((id): Track | null => {
    return id === undefined || id === home ? null : trackCalled(id, terminal.dataDir);
  });
  const bar = terminal.progress('Driving');
  const reports: Awaited<ReturnType<typeof evaluate>>[] = [];
  try {
    for (const [i, other] of others.entries()) {
      const order = { policyId: policy, other, rollouts, laps, seed, kicks, traffic };
      const progress = (share: number): void => bar.update((i + share) / others.length, other?.id ?? home);
      reports.push(await evaluate(store, order, { workers, progress }));
    }
  } finally {
    bar.stop();
    await store.destroy();
  }
  terminal.print(
    track !== undefined && track.length > 1 ? { items: reports, next: null } : reports[0],
    reports.flatMap((report, i) => [...(i > 0 ? [''] : []), ...evaluationWords(report)]),
  );
}
