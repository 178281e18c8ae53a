import { parentPort } from 'node:worker_threads';
import { startWasm } from '../../shared/tensor/wasm.ts';
import { playerName } from '../players.ts';
import { lapsOf, PLAYERS } from './races.ts';
import { type TrialOrder, trialOf } from './trial.ts';

await startWasm();
const laps = new Map(PLAYERS.map((player) => [playerName(player), lapsOf(player)]));
parentPort!.on('message', async (order: TrialOrder) => {
  parentPort!.postMessage(await trialOf(order, laps.get(playerName(order.player))!));
});
