import { expect, test } from 'vitest';
import { GuideSteps, readSteps } from '../../../client/race/guidesteps.ts';

const still = { steer: 0, pedal: 0, speed: 0, laps: 0 };
const FRAME = 1 / 15;

/** So many seconds of the same hands. */
function drive(steps: GuideSteps, hands: Partial<typeof still>, seconds: number): void {
  for (let t = 0; t < seconds; t += FRAME) steps.note({ ...still, speed: 20, ...hands }, FRAME);
}

test('each step waits for the thing itself: steering and braking on a car that moves, and a whole lap', () => {
  const steps = new GuideSteps();
  steps.note({ ...still, steer: 1, pedal: -1 }, 10);
  drive(steps, { steer: 0.1, pedal: 1 }, 5);
  expect(steps.next).toBe('steer');
  drive(steps, { steer: -1, pedal: 1 }, 0.6);
  expect(steps.next).toBe('brake');
  drive(steps, { pedal: -1 }, 0.4);
  expect(steps.next).toBe('lap');
  drive(steps, { laps: 1 }, FRAME);
  expect(steps.next).toBeUndefined();
});

test('one touch is not yet steering, two are; what was done early is not asked for again', () => {
  const steps = new GuideSteps();
  drive(steps, { steer: 1 }, 0.3);
  expect(steps.next).toBe('steer');
  drive(steps, { pedal: -1 }, 0.5);
  drive(steps, { steer: -1 }, 0.3);
  expect(steps.next).toBe('lap');
});

test('whatever storage holds, the guide begins where somebody stopped', () => {
  for (const kept of [null, 'steer', {}, [1], ['drift']]) expect(new GuideSteps(readSteps(kept)).next).toBe('steer');
  expect(new GuideSteps(readSteps(['steer', 'lap'])).next).toBe('brake');
});
