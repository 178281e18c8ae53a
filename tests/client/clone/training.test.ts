import { expect, test } from 'vitest';
import { advance, isRunning, secondsLeft } from '../../../client/clone/training.ts';
import type { JobReply } from '../../../shared/wire/api.ts';

const of = {
  jobId: 'j',
  trackId: 'oval',
  car: 'club-racer',
  sees: 'traffic',
  corrections: false,
  driverId: 'd',
} as const;
const job = (progress: number, detail: Record<string, unknown>, state: JobReply['state'] = 'running'): JobReply => ({
  ...{ id: 'j', kind: 'clone', state, progress, detail, ahead: 0, result: null, error: null },
});

test('losses of the two clones are kept apart, the best seed of each report', () => {
  let now = advance(null, of, job(0, {}, 'queued'), null);
  expect(isRunning(now)).toBe(true);
  now = advance(now, of, job(0.1, { kind: 'copy', stage: 'training', losses: [2, 1.5, 3], part: 0.2 }), null);
  now = advance(now, of, job(0.2, { kind: 'copy', stage: 'training', losses: [1.2, 1.1], part: 0.4 }), null);
  now = advance(now, of, job(0.6, { kind: 'coached', stage: 'training', losses: [4], part: 0.2 }), null);
  expect(now.losses.copy).toEqual([
    { share: 0.2, loss: 1.5 },
    { share: 0.4, loss: 1.1 },
  ]);
  expect(now.losses.coached).toEqual([{ share: 0.2, loss: 4 }]);
});

test('laps driven stay known while the other clone trains', () => {
  let now = advance(null, of, job(0.45, { kind: 'copy', stage: 'driving', laps: 12, falls: 51 }), null);
  now = advance(now, of, job(0.6, { kind: 'coached', stage: 'training', losses: [1], part: 0.2 }), null);
  expect(now.driven).toEqual({ copy: { laps: 12, falls: 51 }, coached: { laps: 0, falls: 0 } });
  expect(isRunning(advance(now, of, job(1, {}, 'done'), null))).toBe(false);
});

test('a report that cannot be read changes nothing but the job', () => {
  const now = advance(null, of, job(0.3, { kind: 'somebody', losses: 'none' }), null);
  expect(now.losses).toEqual({ copy: [], coached: [] });
  expect(now.job.progress).toBe(0.3);
});

test('seconds left follow the pace since we began to watch', () => {
  const began = { at: 1000, progress: 0.4 };
  // A tenth in 2 s: the half that is left takes 10 s.
  expect(secondsLeft(began, 0.5, 3000)).toBe(10);
  expect(secondsLeft(began, 0.41, 3000)).toBeNull();
  expect(secondsLeft(null, 0.9, 3000)).toBeNull();
});
