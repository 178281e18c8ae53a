import { expect, test } from 'vitest';
import { TooManyJobs } from '../../../server/training/jobs.ts';
import { Turnstile } from '../../../server/training/turnstile.ts';

test('so many of one owner and so many in all wait, the rest are told at once', async () => {
  const turnstile = new Turnstile(2, 3);
  const leave: (() => void)[] = [];
  const enter = (owner: string) => turnstile.pass(owner, () => new Promise<void>((resolve) => leave.push(resolve)));
  const inside = [enter('a'), enter('a'), enter('b')];
  await expect(enter('a')).rejects.toThrow(TooManyJobs);
  await expect(enter('c')).rejects.toMatchObject({ status: 503, message: expect.stringMatching(/^3 requests/) });
  for (const go of leave.splice(0)) go();
  await Promise.all(inside);
  const again = [enter('c'), enter('a')];
  for (const go of leave) go();
  await Promise.all(again);
});

test('work that fails leaves its place', async () => {
  const turnstile = new Turnstile(1, 1);
  const failing = () => turnstile.pass('a', () => Promise.reject(new Error('no laps')));
  await expect(failing()).rejects.toThrow('no laps');
  await expect(failing()).rejects.toThrow('no laps');
});
