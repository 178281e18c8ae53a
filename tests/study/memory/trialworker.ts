import { parentPort } from 'node:worker_threads';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { type TrialOrder, trialOf } from './trial.ts';

await startWasm();
parentPort!.on('message', async (order: TrialOrder) => {
  parentPort!.postMessage(await trialOf(order));
});
