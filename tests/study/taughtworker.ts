import { parentPort, workerData } from 'node:worker_threads';
import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { loadTrack } from '../shared/driver/racing.ts';
import { startWasm } from '../shared/tensor/wasm.ts';
import { playerName } from './players.ts';
import { drivenFor, type TaughtOrder, trialOf } from './taught.ts';

const track = loadTrack((workerData as { track: string }).track);
/** The last laps that were driven: orders of one player and length come one after another. */
let known: { name: string; laps: RecordedLap[] } | null = null;
await startWasm();
parentPort!.on('message', async (order: TaughtOrder) => {
  const name = `${playerName(order.player)} ${order.laps}`;
  if (known?.name !== name) known = { name, laps: drivenFor(order, track) };
  parentPort!.postMessage(await trialOf(order, known.laps));
});
