import { parentPort, workerData } from 'node:worker_threads';
import { loadTrack } from '../../shared/driver/racing.ts';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { drivenFor } from '../taught.ts';
import { type LossOrder, trialOf } from './trial.ts';

const track = loadTrack((workerData as { track: string }).track);
await startWasm();
parentPort!.on('message', async (order: LossOrder) => {
  parentPort!.postMessage(await trialOf(order, drivenFor({ player: order.player, laps: 3 }, track)));
});
