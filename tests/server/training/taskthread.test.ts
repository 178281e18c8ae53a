import { afterAll, expect, test } from 'vitest';
import { TaskRefusal, TaskThread } from '../../../server/training/taskthread.ts';

const thread = new TaskThread(new URL('./taskworker.ts', import.meta.url), null);
afterAll(() => thread.close());

test('tasks are done in turn, with progress', async () => {
  const seen: unknown[] = [];
  const watch = { progress: (share: number, detail: object) => seen.push([share, detail]) };
  const results = await Promise.all([thread.run('a', watch), thread.run('b', watch)]);
  expect(results).toEqual([
    ['a', 'done'],
    ['b', 'done'],
  ]);
  expect(seen).toEqual([
    [0.5, { laps: 3 }],
    [0.5, { laps: 3 }],
  ]);
});

test('a refusal keeps its words and its status', async () => {
  const refused = await thread.run('refuse').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(TaskRefusal);
  expect(refused).toMatchObject({ message: 'No clean lap yet.', status: 409 });
});

test('a task hears that it should stop', async () => {
  const abort = new AbortController();
  const result = thread.run('wait', { signal: abort.signal });
  abort.abort();
  expect(await result).toBe('stopped');
  expect(await thread.run('wait', { signal: abort.signal })).toBe('stopped');
});

test('a thread that dies fails its task and serves the next', async () => {
  await expect(thread.run('die')).rejects.toThrow('ended before its task');
  expect(await thread.run('c')).toEqual(['c', 'done']);
});

test('a thread that fails takes its own task with it, never the next thread’s', async () => {
  for (let k = 0; k < 3; k++) {
    await expect(thread.run('throw')).rejects.toThrow('Nobody caught this.');
    expect(await thread.run('d')).toEqual(['d', 'done']);
  }
});
