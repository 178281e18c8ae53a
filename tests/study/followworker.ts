import { parentPort } from 'node:worker_threads';
import { startWasm } from '../shared/tensor/wasm.ts';
import { demonstrations } from './followraces.ts';
import { type FollowOrder, followTrial } from './followtrial.ts';

await startWasm();
parentPort!.on('message', async (order: FollowOrder) => {
  parentPort!.postMessage(await followTrial(order, demonstrations(order.player, order.road)));
});
