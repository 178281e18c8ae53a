import { expect, test } from 'vitest';
import { type Compared, comparisonOf } from '../../../server/evaluation/comparison.ts';
import { reportOf } from './reports.ts';

/** A training of a person whose every rollout falls so often. */
const training = (policyId: string, group: string | null, driverId: string, falls: number): Compared => ({
  ...{ id: `ev-${policyId}`, policyId, trackId: 'oval', createdAt: '2026-11-22T12:00:00.000Z', name: policyId },
  ...{ driverId, group, result: reportOf(new Array(20).fill({ falls })) },
});

const widthOf = (compared: readonly Compared[]): { width: number; trainings: number; rollouts: number } => {
  const { policies, measures } = comparisonOf('oval', false, compared, []);
  const [low, high] = measures.find(({ measure }) => measure === 'fallsPerLap')!.policies[0]!.mean.interval;
  return { width: high - low, trainings: policies[0]!.trainings, rollouts: policies[0]!.rollouts };
};

test('of a way of training, people and trainings are drawn before rollouts are', () => {
  const one = widthOf([training('p-1', 'coached', 'a', 3)]);
  expect(one).toEqual({ width: 0, trainings: 1, rollouts: 20 }); // one training says nothing of the next
  const two = [training('p-1', 'coached', 'a', 3), training('p-2', 'coached', 'a', 0)];
  expect(widthOf(two)).toEqual({ width: 1, trainings: 2, rollouts: 40 }); // both of either kind come up one draw in four
  const four = [...two, training('p-3', 'coached', 'b', 3), training('p-4', 'coached', 'b', 0)];
  expect(widthOf(four)).toMatchObject({ trainings: 4, rollouts: 80 });
  expect(widthOf(four).width).toBeGreaterThan(0.5);
  const people = [training('p-1', 'coached', 'a', 3), training('p-2', 'coached', 'b', 0)];
  expect(widthOf(people).width).toBe(1);
});

test('groups keep the place of their first member, and others stand alone', () => {
  const compared = [
    training('p-1', 'coached', 'a', 0),
    training('p-2', null, 'a', 3),
    training('p-3', 'coached', 'b', 0),
    training('p-4', null, 'b', 3),
  ];
  const { policies, measures } = comparisonOf('oval', false, compared, []);
  expect(policies.map(({ name, policyId, trainings }) => [name, policyId, trainings])).toEqual([
    ['coached', 'p-1', 2],
    ['p-2', 'p-2', 1],
    ['p-4', 'p-4', 1],
  ]);
  const falls = measures.find(({ measure }) => measure === 'fallsPerLap')!;
  expect(falls.improvement[0]!.map((estimate) => estimate?.value)).toEqual([undefined, 1, 1]);
  expect(falls.improvement[1]![2]!.value).toBe(0.5);
});
