import { describe, expect, test } from 'vitest';
import { byToken, tokenFor } from '../../../client/data/rights.ts';
import { rowMove } from '../../../client/data/rowkeys.ts';
import { keyOf, NOTHING, renewed, toggledAll, toggledRow, withRange } from '../../../client/data/selection.ts';
import { joined } from '../../../client/data/uselaps.ts';
import { lapRow } from './laprows.ts';

const rows = [1, 2, 3, 4].map((number) => lapRow({ episodeId: 'ep', number }));

describe('picking', () => {
  test('a row twice is not picking it', () => {
    const once = toggledRow(NOTHING, rows[0]!);
    expect([...once.keys()]).toEqual(['ep 1']);
    expect(toggledRow(once, rows[0]!).size).toBe(0);
  });

  test('a stretch goes either way and keeps what was picked', () => {
    const picked = withRange(toggledRow(NOTHING, rows[0]!), rows, 3, 2);
    expect([...picked.keys()]).toEqual(['ep 1', 'ep 3', 'ep 4']);
  });

  test('all, and nothing when all were', () => {
    const all = toggledAll(NOTHING, rows);
    expect(all.size).toBe(4);
    expect(toggledAll(all, rows).size).toBe(0);
  });

  test('follows rows that changed and forgets those that are gone', () => {
    const picked = withRange(NOTHING, rows, 0, 1);
    const now = renewed(picked, [{ ...rows[1]!, mark: 'flagged' }]);
    expect([...now.values()].map(({ mark }) => mark)).toEqual(['flagged']);
  });
});

test('a lap that moved to the next page is shown once', () => {
  expect(joined(rows.slice(0, 3), rows.slice(2)).map(keyOf)).toEqual(['ep 1', 'ep 2', 'ep 3', 'ep 4']);
});

describe('rights', () => {
  const asker = { driverId: 'd-1', driverToken: 'mine', organised: new Map([['s-1', 'organiser']]) };
  const other = { id: 'd-2', kind: 'human' as const, policyId: null };
  test("are one's own laps and those of a session one opened", () => {
    expect(tokenFor(asker, rows[0]!)).toBe('mine');
    expect(tokenFor(asker, { ...rows[0]!, driver: other })).toBeNull();
    expect(tokenFor(asker, { ...rows[0]!, driver: other, sessionId: 's-1' })).toBe('organiser');
    expect(tokenFor(asker, { ...rows[0]!, driver: other, sessionId: 's-2' })).toBeNull();
  });

  test('nobody who has no id owns the laps of nobody', () => {
    const stranger = { driverId: null, driverToken: null, organised: new Map() };
    expect(tokenFor(stranger, rows[0]!)).toBeNull();
  });

  test('a mixed choice falls into what each token may change, and the rest', () => {
    const laps = [rows[0]!, { ...rows[1]!, driver: other }, { ...rows[2]!, driver: other, sessionId: 's-1' }];
    const { allowed, others } = byToken(asker, laps);
    expect([...allowed].map(([token, own]) => [token, own.map(({ number }) => number)])).toEqual([
      ['mine', [1]],
      ['organiser', [3]],
    ]);
    expect(others.map(({ number }) => number)).toEqual([2]);
  });
});

describe('keys in the table', () => {
  const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
    rowMove({ key, target: null, ...more } as KeyboardEvent, 5, 100, 10);

  test('walk by a row, a page and to the ends, never beyond them', () => {
    expect(press('ArrowDown')).toEqual({ to: 6, range: undefined });
    expect(press('PageUp')).toEqual({ to: 0, range: undefined });
    expect(press('PageDown')).toEqual({ to: 15, range: undefined });
    expect(press('End', { shiftKey: true })).toEqual({ to: 99, range: true });
  });

  test('pick and open, and leave the rest to the browser', () => {
    expect(press(' ')).toEqual({ does: 'pick' });
    expect(press('Enter')).toEqual({ does: 'open' });
    expect(press('Escape')).toEqual({ does: 'pickNone' });
    expect(press('a', { ctrlKey: true })).toEqual({ does: 'pickAll' });
    expect(press('a')).toBeNull();
    expect(press('ArrowDown', { altKey: true })).toBeNull();
  });
});
