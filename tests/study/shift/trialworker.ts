import { parentPort, workerData } from 'node:worker_threads';
import { loadTrack } from '../../shared/driver/racing.ts';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { type ShiftOrder, shiftTrial } from './trial.ts';

const track = loadTrack((workerData as { track: string }).track);
await startWasm();
parentPort!.on('message', async (order: ShiftOrder) => {
  parentPort!.postMessage(await shiftTrial(order, track));
});
