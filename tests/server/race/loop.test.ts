import { expect, test } from 'vitest';
import { TickLoop } from '../../../server/race/loop.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('never runs ahead of its clock and drops what it cannot catch up', async () => {
  let ticks = 0;
  const started = performance.now();
  const loop = new TickLoop(
    60,
    () => ticks++,
    () => {},
  );
  loop.start();
  while (ticks < 15) await sleep(20);
  loop.stop();
  const due = (performance.now() - started) * 0.06;
  expect(ticks).toBeLessThanOrEqual(due + 1);
  const before = ticks;
  await sleep(50);
  expect(ticks).toBe(before);
});

test('an error in a tick stops the loop and is reported once', async () => {
  const errors: unknown[] = [];
  const loop = new TickLoop(
    60,
    () => {
      throw new Error('broken');
    },
    (error) => errors.push(error),
  );
  loop.start();
  while (errors.length === 0) await sleep(5);
  await sleep(100);
  expect(errors).toHaveLength(1);
});
