import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { openStore } from '../../../server/store/database.ts';
import { keptJobs } from '../../../server/store/jobs.ts';
import type { Store } from '../../../server/store/tables.ts';
import { type Job, JobQueue, type JobReport, TooManyJobs } from '../../../server/training/jobs.ts';
import { jobShelf } from '../../../server/training/jobshelf.ts';
import { temporaryFolder } from '../episode/session.ts';

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

test('what an ended job was to do is let go: it may hold a whole file', async () => {
  setFlagsFromString('--expose_gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const queue = new JobQueue();
  /** Like a thread that is given a file, and hears through the signal that it should stop. */
  const submitFile = (end: () => Promise<unknown>): WeakRef<Uint8Array> => {
    const file = new Uint8Array(1024);
    queue.submit('intake', 'ann', ({ signal }) => {
      signal.addEventListener('abort', () => file.fill(0));
      return end();
    });
    return new WeakRef(file);
  };
  const files = [submitFile(async () => 'kept'), submitFile(() => Promise.reject(new Error('no policy')))];
  for (let tries = 0; tries < 100 && files.some((file) => file.deref()); tries++) {
    await turn();
    collectGarbage();
  }
  expect(files.map((file) => file.deref())).toEqual([undefined, undefined]);
});

/** A process of its own, as far as the queue can tell: nothing is handed on but what lies in the store. */
async function process(store: Store, begin: (task: unknown) => (report: JobReport) => Promise<unknown>) {
  const queue = new JobQueue();
  const fail = (error: unknown): never => {
    throw error;
  };
  await queue.keepWith(jobShelf(store, fail), ({ task }) => begin(task));
  const submit = (owner: string, task: string): Job => queue.submit('train', owner, begin(task), task);
  return { queue, submit };
}

test('the queue of a process that was killed is there again: what ran goes on first, then owners take turns', async () => {
  const folder = temporaryFolder();
  const store = await openStore(folder.dataDir);
  const never = () => () => new Promise<never>(() => {});
  const first = await process(store, never);
  const jobs = [
    ...['a1', 'a2', 'a3', 'a4'].map((task) => first.submit('ann', task)),
    ...['b1', 'c1'].map((task) => first.submit(task[0] === 'b' ? 'bob' : 'cho', task)),
  ];
  first.queue.submit('export', 'bob', () => new Promise(() => {})); // without a task: gone with its process
  await first.queue.written();

  const begun: unknown[] = [];
  const gate = held();
  const second = await process(store, (task) => async (report) => {
    begun.push(task);
    await gate.work(report);
    return { policy: `p-${task}` };
  });
  const [ran] = jobs;
  expect(second.queue.get(ran!.id)).toMatchObject({ state: 'running', kind: 'train' });
  expect(jobs.map(({ id }) => second.queue.get(id)!.ahead)).toEqual([0, 3, 4, 5, 1, 2]);
  expect(second.queue.ownerOf(jobs[4]!.id)).toBe('bob');
  expect(() => second.submit('ann', 'a5')).toThrow(TooManyJobs);
  gate.end(null);
  for (let i = 0; i < 20; i++) await turn();
  expect(begun).toEqual(['a1', 'b1', 'c1', 'a2', 'a3', 'a4']);
  await second.queue.written();

  // What ended answers as it did; none of it is done again.
  const third = await process(store, never);
  expect(jobs.map(({ id }) => third.queue.get(id))).toMatchObject(
    ['a1', 'a2', 'a3', 'a4', 'b1', 'c1'].map((task) => ({
      state: 'done',
      progress: 1,
      result: { policy: `p-${task}` },
    })),
  );
  third.queue.forgetNaming(['p-a1']);
  third.queue.forgetOwner('bob');
  await third.queue.written();
  expect((await keptJobs(store)).map(({ task }) => task)).toEqual(['a2', 'a3', 'a4', 'c1']);
  await store.destroy();
  folder.remove();
});

test('shutting down leaves kept jobs to the next process and cancels the others; cancelled ones stay cancelled', async () => {
  const folder = temporaryFolder();
  const store = await openStore(folder.dataDir);
  let end: (reason: Error) => void = () => {};
  const first = await process(store, () => () => new Promise<never>((_, reject) => (end = reject)));
  const [runs, waits, stopped] = ['a1', 'a2', 'a3'].map((task) => first.submit('ann', task));
  first.queue.cancel(stopped!.id);
  const passing = first.queue.submit('export', 'bob', held().work);
  const closed = first.queue.close();
  end(new Error('The worker thread ended before its task.')); // as it does when its server goes
  await closed;
  await turn();
  expect(passing.state).toBe('cancelled');
  const kept = await keptJobs(store);
  expect(kept.map(({ id, state, tries }) => [id, state, tries])).toEqual([
    [runs!.id, 'running', 1],
    [waits!.id, 'queued', 0],
    [stopped!.id, 'cancelled', 0],
  ]);
  await store.destroy();
  folder.remove();
});

test('a job that was cancelled while it ran is not begun again when its server is killed before it heard of it', async () => {
  const folder = temporaryFolder();
  const store = await openStore(folder.dataDir);
  const never = () => () => new Promise<never>(() => {});
  const { submit, queue } = await process(store, never);
  const { id } = submit('ann', 'long');
  queue.cancel(id);
  queue.cancel(id);
  await queue.written();
  const next = await process(store, never);
  expect(next.queue.get(id)).toMatchObject({ state: 'cancelled' });
  await store.destroy();
  folder.remove();
});

test('a job during which the server ended again and again is not begun for ever', async () => {
  const folder = temporaryFolder();
  const store = await openStore(folder.dataDir);
  const never = () => () => new Promise<never>(() => {});
  const { submit, queue } = await process(store, never);
  const { id } = submit('ann', 'too much');
  await queue.written();
  for (let restart = 0; restart < 9; restart++) await (await process(store, never)).queue.written();
  const last = await process(store, never);
  expect(last.queue.get(id)).toMatchObject({
    state: 'failed',
    error: expect.stringMatching(/^This was begun 10 times/),
  });
  await store.destroy();
  folder.remove();
});
