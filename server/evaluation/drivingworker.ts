import { parentPort, workerData } from 'node:worker_threads';
import type { PartAnswer } from './driving.ts';
import { Cockpit, type DrivePlan, type Part } from './plan.ts';

/** A thread behind evaluation/driving.ts: its data is a plan, each message a part of it. */
const cockpit = new Cockpit(workerData as DrivePlan);

parentPort!.on('message', (part: Part) => {
  let answer: PartAnswer;
  try {
    answer = { result: cockpit.drive(part) };
  } catch (error) {
    answer = { error: error instanceof Error ? error.message : String(error) };
  }
  parentPort!.postMessage(answer);
});
