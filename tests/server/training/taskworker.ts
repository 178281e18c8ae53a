import { setTimeout as sleep } from 'node:timers/promises';
import { serveTasks } from '../../../server/training/servetasks.ts';
import { TaskRefusal } from '../../../server/training/taskthread.ts';

/** A worker thread for the test of TaskThread. */
serveTasks(async (task, { progress, shouldStop }) => {
  if (task === 'refuse') throw new TaskRefusal('No clean lap yet.', 409);
  if (task === 'die') process.exit(3);
  if (task === 'throw') {
    setImmediate(() => {
      throw new Error('Nobody caught this.');
    });
    await sleep(60_000);
  }
  if (task === 'wait') {
    for (let i = 0; i < 1000 && !shouldStop(); i++) await sleep(5);
    return shouldStop() ? 'stopped' : 'waited in vain';
  }
  progress(0.5, { laps: 3 });
  return [task, 'done'];
});
