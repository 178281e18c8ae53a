import { parentPort, workerData } from 'node:worker_threads';
import { loadTrack } from '../../shared/driver/racing.ts';
import { type CameraOrder, cameraTrial } from './trial.ts';

const track = loadTrack((workerData as { track: string }).track);
parentPort!.on('message', async (order: CameraOrder) => {
  parentPort!.postMessage(await cameraTrial(order, track));
});
