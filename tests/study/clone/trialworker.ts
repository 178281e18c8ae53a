import { parentPort, workerData } from 'node:worker_threads';
import type { CloneKind } from '../../../shared/training/clone.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { lapsOfPlayer, type Player } from '../players.ts';
import { trialOf } from './trial.ts';

/** One training to make and judge. */
export interface TrialOrder {
  player: Player;
  laps: number;
  kind: CloneKind;
  seed: number;
}

const track = loadTrack((workerData as { track: string }).track);
await startWasm();
parentPort!.on('message', async ({ player, laps, kind, seed }: TrialOrder) => {
  parentPort!.postMessage(await trialOf(player, lapsOfPlayer(player, track, laps), kind, seed));
});
