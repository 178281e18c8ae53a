import { expect, test } from 'vitest';
import { type Job, JobQueue, type JobReport, TooManyJobs } from '../../../server/training/jobs.ts';

/** Work that ends when told to. */
function held(): {
  work: (report: JobReport) => Promise<unknown>;
  end: (value: unknown) => void;
  report: () => JobReport;
} {
  let end: (value: unknown) => void = () => {};
  let seen: JobReport | undefined;
  const promise = new Promise<unknown>((resolve) => {
    end = resolve;
  });
  const work = (report: JobReport): Promise<unknown> => {
    seen = report;
    return promise;
  };
  return { work, end, report: () => seen! };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('one job runs, progress and result reach those who watch', async () => {
  const queue = new JobQueue();
  const training = held();
  const job = queue.submit('clone', 'ann', training.work);
  const seen: Partial<Job>[] = [];
  queue.watch(job.id, ({ state, progress }) => seen.push({ state, progress }));
  training.report().progress(0.5, { loss: 1.25 });
  training.report().progress(0.2);
  training.end({ policies: 2 });
  await turn();
  expect(seen).toEqual([
    { state: 'running', progress: 0.5 },
    { state: 'running', progress: 0.5 },
    { state: 'done', progress: 1 },
  ]);
  expect(queue.get(job.id)).toMatchObject({ state: 'done', result: { policies: 2 }, detail: { loss: 1.25 } });
});

test('owners take turns, and a place in the queue says so', async () => {
  const queue = new JobQueue();
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(name);
    await turn();
  };
  const jobs = ['ann1', 'ann2', 'ann3', 'bob1', 'cho1'].map((name) =>
    queue.submit('train', name.slice(0, 3), work(name)),
  );
  expect(jobs.map((job) => job.ahead)).toEqual([0, 3, 4, 1, 2]);
  for (let i = 0; i < 12; i++) await turn();
  expect(order).toEqual(['ann1', 'bob1', 'cho1', 'ann2', 'ann3']);
});

test('a fourth waiting job of one owner is refused, another owner’s is not', () => {
  const queue = new JobQueue();
  for (let i = 0; i < 4; i++) queue.submit('train', 'ann', held().work);
  expect(() => queue.submit('train', 'ann', held().work)).toThrow(TooManyJobs);
  expect(queue.submit('train', 'bob', held().work).state).toBe('queued');
});

test('a failure names its reason and lets the next job run', async () => {
  const queue = new JobQueue();
  const bad = queue.submit('train', 'ann', () => Promise.reject(new Error('No clean lap.')));
  const good = queue.submit('train', 'ann', () => Promise.resolve(7));
  await turn();
  await turn();
  expect(bad).toMatchObject({ state: 'failed', error: 'No clean lap.' });
  expect(good).toMatchObject({ state: 'done', result: 7 });
});

test('cancelling stops a waiting job at once and a running one through its signal', async () => {
  const queue = new JobQueue();
  const running = queue.submit(
    'train',
    'ann',
    ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve)),
  );
  const waiting = queue.submit('train', 'ann', held().work);
  queue.cancel(waiting.id);
  expect(waiting.state).toBe('cancelled');
  queue.cancel(running.id);
  await turn();
  expect(running.state).toBe('cancelled');
});

test('nothing is remembered of an owner who withdraws', async () => {
  const queue = new JobQueue();
  const done = queue.submit('train', 'ann', () => Promise.resolve('a policy'));
  await turn();
  await turn();
  const stopped = queue.submit(
    'train',
    'ann',
    ({ signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve)),
  );
  const other = queue.submit('train', 'bob', () => Promise.resolve(1));
  queue.forgetOwner('ann');
  await turn();
  await turn();
  expect([queue.get(done.id), queue.get(stopped.id)]).toEqual([null, null]);
  expect(stopped.state).toBe('cancelled');
  expect(other.state).toBe('done');
});

test('what ended jobs told of something that was deleted is remembered no more', async () => {
  const queue = new JobQueue();
  const told = { policy: 'p-gone', fallsPerLap: 0.25 };
  const ended = queue.submit('evaluation', 'ann', async () => told);
  const other = queue.submit('evaluation', 'bob', async () => ({ policy: 'p-gone-not' }));
  await turn();
  await turn();
  const training = held();
  const running = queue.submit('train', 'ann', training.work);
  training.report().progress(0.5, { dataset: 'p-gone' });
  queue.forgetNaming(['p-gone']);
  expect(queue.get(ended.id)).toBe(null);
  expect(queue.get(other.id)).toMatchObject({ state: 'done' });
  // It finds out by itself when it wants to keep what it learned.
  expect(queue.get(running.id)).toMatchObject({ state: 'running' });
  training.end(null);
});
