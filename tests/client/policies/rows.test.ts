import { expect, test } from 'vitest';
import { csvOf, paceOf, rowsOf } from '../../../client/policies/rows.ts';
import type { Ranking } from '../../../shared/wire/comparison.ts';
import { evaluationOf, policyOf } from './policyrows.ts';

const policies = ['new', 'second', 'first'].map((id) => policyOf({ id }));
const ranking = {
  items: [
    { position: 1, policyId: 'first', evaluationId: 'ev-1' },
    { position: 2, policyId: 'second', evaluationId: 'ev-2' },
  ],
  unranked: [{ policyId: 'new', name: 'new', reason: 'notJudged' }],
} as unknown as Ranking;
const evaluations = [
  evaluationOf('second', 'ev-3', 0),
  evaluationOf('second', 'ev-2', 0.5),
  evaluationOf('first', 'ev-1', 0.2),
];

test('rows stand in the order of the ranking and show the evaluation that it rests on', () => {
  const rows = rowsOf(policies, evaluations, ranking);
  expect(rows.map(({ policy, position, judged }) => [policy.id, position, judged?.id ?? null])).toEqual([
    ['first', 1, 'ev-1'],
    ['second', 2, 'ev-2'],
    ['new', null, null],
  ]);
  expect(paceOf(rows[0]!)).toBe(500);
  expect(paceOf(rows[2]!)).toBeNull();
});

test('the CSV has a cell for every column of every row, and nothing that a spreadsheet would run', () => {
  const text = csvOf(rowsOf(policies, evaluations, ranking));
  const lines = text.trimEnd().split('\r\n');
  const columns = lines[0]!.split(',');
  expect(lines).toHaveLength(4);
  // A cell in quotes may hold a comma.
  const cells = lines.map((line) => line.replaceAll(/"[^"]*"/g, '').split(',').length);
  expect(cells).toEqual(lines.map(() => columns.length));
  expect(lines[1]!.split(',')[columns.indexOf('falls_per_lap') + 1]).toBe('0.2');
  const hostile = csvOf(rowsOf([policyOf({ id: '=HYPERLINK("x")' })], [], { ...ranking, items: [], unranked: [] }));
  expect(hostile).toContain('"\'=HYPERLINK(""x"")"');
});
