import { expect, test } from 'vitest';
import { scriptFrames, type TraceEvent } from './frametrace.ts';

/** A complete event of the page's main thread; times in ms. */
const event = (name: string, at: number, long: number, worked = long, tid = 1): TraceEvent => {
  return { name, ph: 'X', pid: 1, tid, ts: at * 1000, dur: long * 1000, tdur: worked * 1000 };
};

test('script of a picture is what begins before the next one, nested events once, other threads never', () => {
  const { script, worked, everything, seconds } = scriptFrames([
    event('FireAnimationFrame', 0, 4, 3),
    event('FunctionCall', 1, 2),
    event('WebSocketReceive', 10, 1),
    event('ThreadControllerImpl::RunTask', 9, 5),
    event('FunctionCall', 5, 8, 8, 2),
    // Two callbacks of one picture, 1 ms apart.
    event('FireAnimationFrame', 16, 1),
    event('FireAnimationFrame', 18, 2),
    event('FireAnimationFrame', 33, 1),
  ]);
  expect(script).toEqual([5, 3]);
  expect(worked).toEqual([4, 3]);
  expect(everything).toEqual([9, 3]);
  expect(seconds).toBeCloseTo(0.033, 9);
});

test('a trace without pictures says so', () => {
  expect(() => scriptFrames([event('FunctionCall', 0, 1)])).toThrow(/0 pictures/);
});
