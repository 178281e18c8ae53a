import { parentPort } from 'node:worker_threads';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { demonstrations } from './races.ts';
import { type FollowOrder, followTrial } from './trial.ts';

await startWasm();
parentPort!.on('message', async (order: FollowOrder) => {
  parentPort!.postMessage(await followTrial(order, demonstrations(order.player, order.road)));
});
