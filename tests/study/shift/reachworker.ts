import { parentPort } from 'node:worker_threads';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { type ReachOrder, reachTrial } from './reach.ts';

await startWasm();
parentPort!.on('message', async (order: ReachOrder) => {
  parentPort!.postMessage(await reachTrial(order));
});
