import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Cockpit, type DrivePlan, type Drives, type Part, type PartResult, partsOf } from './plan.ts';

export interface DriveWatch {
  /** Threads that drive; with 1 the calling thread does. What comes of it is the same to the bit. */
  workers?: number;
  /** Share of the parts that are done. */
  progress?(share: number): void;
  shouldStop?(): boolean;
}

/** To a driving thread: a part of its plan. From it: what came of the part, or why nothing did. */
export type PartAnswer = { result: PartResult } | { error: string };

/** As many threads as there are cores is as fast as it gets. */
export const coresHere = (): number => Math.max(1, availableParallelism());

/**
 * Drive a whole plan, by several threads that each take the next part.
 *
 * Parts are cut from the plan alone and each begins afresh, so the number of threads changes when a part is driven, never
 * what comes of it.
 */
export async function driveAll(plan: DrivePlan, watch: DriveWatch = {}): Promise<Drives> {
  const parts = partsOf(plan);
  const workers = Math.min(watch.workers ?? 1, parts.length);
  const results: PartResult[] = new Array(parts.length);
  let next = 0;
  let done = 0;
  const takeParts = async (drive: (part: Part) => PartResult | Promise<PartResult>): Promise<void> => {
    while (next < parts.length) {
      refuseIfStopped(watch);
      const index = next++;
      results[index] = await drive(parts[index]!);
      watch.progress?.(++done / parts.length);
    }
  };
  if (workers <= 1) {
    const cockpit = new Cockpit(plan);
    await takeParts((part) => cockpit.drive(part));
  } else {
    const threads = Array.from({ length: workers }, () => new DrivingThread(plan));
    try {
      await Promise.all(threads.map((thread) => takeParts((part) => thread.drive(part))));
    } finally {
      await Promise.all(threads.map((thread) => thread.close()));
    }
  }
  const of = <Kind extends keyof Drives>(kind: Kind): Drives[Kind] =>
    results.filter((_, i) => parts[i]!.kind === kind).flat() as unknown as Drives[Kind];
  return {
    scored: of('scored'),
    watched: of('watched'),
    flying: of('flying'),
    traffic: of('traffic'),
    passes: of('passes'),
  };
}

export function refuseIfStopped({ shouldStop }: DriveWatch): void {
  if (shouldStop?.()) throw new Error('The evaluation was cancelled; nothing is kept of it.');
}

/** A worker thread with a cockpit of its own. */
class DrivingThread {
  private readonly worker: Worker;

  constructor(plan: DrivePlan) {
    this.worker = new Worker(new URL('./drivingworker.ts', import.meta.url), { workerData: plan });
  }

  drive(part: Part): Promise<PartResult> {
    const { worker } = this;
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('A driving thread ended before its part of the evaluation.'));
      const settle = (): void => {
        worker.off('message', answered).off('error', failed).off('exit', ended);
      };
      const failed = (error: unknown): void => {
        settle();
        reject(error instanceof Error ? error : new Error(String(error)));
      };
      const answered = (answer: PartAnswer): void => {
        settle();
        if ('result' in answer) resolve(answer.result);
        else reject(new Error(answer.error));
      };
      worker.on('message', answered).on('error', failed).on('exit', ended);
      worker.postMessage(part);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
