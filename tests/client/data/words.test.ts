import { describe, expect, test } from 'vitest';
import { bytesText } from '../../../client/data/bytes.ts';
import { findDriver } from '../../../client/data/drivernames.ts';
import { flagReason, flagWords, qualityOf, reasonsOf } from '../../../client/data/flagwords.ts';
import { lastAdded } from '../../../client/data/growth.ts';
import { offsetPath } from '../../../client/data/linepath.ts';
import { withNewcomers } from '../../../client/data/roster.ts';
import { lapFlagSchema } from '../../../shared/wire/laps.ts';
import { lapRow } from './laprows.ts';

describe('flags in words', () => {
  test.each(lapFlagSchema.shape.kind.options)('%s says what was found, without a gap in the words', (kind) => {
    const flag = { kind, found: 3, limit: 2 };
    for (const text of [flagWords(flag), flagReason(flag)]) {
      expect(text).not.toMatch(/\{\{|data\.|undefined|NaN/);
      expect(text.length).toBeGreaterThan(5);
    }
  });

  test('have the unit of their kind, and the limit beside what was found', () => {
    expect(flagWords({ kind: 'offTracks', found: 3, limit: 0 })).toBe('Off the road 3 times');
    expect(flagReason({ kind: 'idle', found: 0.42, limit: 0.25 })).toMatch(/42%.*25%/);
    expect(flagReason({ kind: 'latency', found: 212, limit: 150 })).toMatch(/212 ms.*150 ms/);
    expect(flagReason({ kind: 'slow', found: 1.4, limit: 1.3 })).toMatch(/1\.40×.*1\.30×/);
    expect(flagWords({ kind: 'contacts', found: 90, limit: 0 })).toMatch(/1\.5 s/);
  });

  test("a person's word comes before the computer's, and that before clean", () => {
    const lap = lapRow({ episodeId: 'ep', number: 1 });
    const flags = [{ kind: 'idle' as const, found: 0.5, limit: 0.25 }];
    expect(qualityOf(lap)).toMatchObject({ tone: 'good', more: 0 });
    expect(qualityOf({ ...lap, flags })).toMatchObject({ tone: 'warn', icon: 'warning', more: 0 });
    expect(qualityOf({ ...lap, flags, mark: 'left-out' })).toMatchObject({ tone: 'quiet', more: 1 });
    expect(qualityOf({ ...lap, clean: false }).tone).toBe('warn');
    expect(reasonsOf({ ...lap, flags, mark: 'flagged', reason: 'Cuts T4' })[0]).toMatch(/Cuts T4/);
  });
});

test('a sparkline has left on top, a gap where nothing is known, and holds at its edges', () => {
  expect(offsetPath([6, 0, null, -6], 6, 90, 20)).toBe('M0.0 0.0L30.0 10.0M90.0 20.0');
  expect(offsetPath([60], 6, 90, 20)).toBe('M0.0 0.0');
  expect(offsetPath([], 6, 90, 20)).toBe('');
});

describe('what the last laps added', () => {
  const growth = Array.from({ length: 100 }, (_, k) => ({ laps: k + 1, seen: Math.min(0.5, (k + 1) / 100) }));
  test('is of the last tenth', () => {
    expect(lastAdded(growth)).toEqual({ laps: 10, share: 0 });
    const early = lastAdded(growth.slice(0, 40))!;
    expect(early.laps).toBe(10);
    expect(early.share).toBeCloseTo(0.1);
  });

  test('of few laps is of all but the first, of one lap nothing', () => {
    expect(lastAdded(growth.slice(0, 3))).toMatchObject({ laps: 2 });
    expect(lastAdded(growth.slice(0, 1))).toBeNull();
    expect(lastAdded([])).toBeNull();
  });
});

test('nobody changes hue when others come', () => {
  const known = withNewcomers([], ['d-2', 'd-1', 'd-2']);
  expect(known).toEqual(['d-2', 'd-1']);
  expect(withNewcomers(known, ['d-3', 'd-1'])).toEqual(['d-2', 'd-1', 'd-3']);
  expect(withNewcomers(known, ['d-1'])).toBe(known);
});

describe('the search for a driver', () => {
  const drivers = [
    { id: 'd-1', name: 'Brave Otter' },
    { id: 'd-2', name: 'Brave Fox' },
    { id: 'd-3', name: '날랜 여우' },
  ];
  test('takes a whole name, an id, or the only name with it inside', () => {
    expect(findDriver('brave fox', drivers)?.id).toBe('d-2');
    expect(findDriver('otter', drivers)?.id).toBe('d-1');
    expect(findDriver('D-3', drivers)?.id).toBe('d-3');
    expect(findDriver('여우', drivers)?.id).toBe('d-3');
  });

  test('takes nobody where two are meant, or nothing is typed', () => {
    expect(findDriver('brave', drivers)).toBeNull();
    expect(findDriver('  ', drivers)).toBeNull();
    expect(findDriver('zebra', drivers)).toBeNull();
  });
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1400, '1.4 kB'],
  [95_800_000, '96 MB'],
  [999_700, '1.0 MB'],
  [4_180_000_000, '4.2 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
