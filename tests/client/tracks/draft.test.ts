import { expect, test } from 'vitest';
import { draftOfCsv, draftOfSeed } from '../../../client/tracks/draft.ts';
import { rawPoints } from '../../../client/tracks/rawpoints.ts';
import { locateAnywhere } from '../../../shared/track/locate.ts';
import { csvOf, ELL, rightAngled } from '../../shared/track/circuitcsv.ts';

const points = rightAngled(ELL);

test('the points that were read lie on the road that was made of them', () => {
  const draft = draftOfCsv(csvOf(points), false);
  if (draft.at !== 'made') throw new Error(draft.fault);
  expect(draft.raw).toHaveLength(points.length);
  // The middle of the L's box: 180 m wide, 190 m high.
  expect(draft.middle.x).toBeCloseTo(90, 6);
  expect(draft.middle.y).toBeCloseTo(95, 6);
  for (const { x, y } of draft.raw) expect(Math.abs(locateAnywhere(draft.track, x, y).offset)).toBeLessThan(0.5);
});

test('driven the other way round it turns the other way', () => {
  const turns = [false, true].map((reverse) => {
    const draft = draftOfCsv(csvOf(points), reverse);
    return draft.at === 'made' ? Math.sign(draft.track.turn) : 0;
  });
  expect(turns).toEqual([1, -1]);
});

test('a refused CSV keeps its points, as far as they are numbers', () => {
  const draft = draftOfCsv(`${csvOf(points)}not,a,row\n`, false);
  expect(draft).toMatchObject({ at: 'refused', fault: 'badRow' });
  expect(draft.raw).toHaveLength(points.length);
  expect(draftOfCsv('', false)).toMatchObject({ at: 'refused', fault: 'fewPoints', raw: [] });
});

test('of a long survey no more than 4000 points are drawn, from its beginning to its end', () => {
  const many = Array.from({ length: 19_999 }, (_, k) => `${k},0,5,5`).join('\n');
  const drawn = rawPoints(many);
  expect(drawn.length).toBeLessThanOrEqual(4000);
  expect(drawn[0]).toEqual({ x: 0, y: 0 });
  expect(drawn.at(-1)!.x).toBeGreaterThan(19_990);
});

test('a seed gives everybody the same circuit, of the length asked for', () => {
  const lengths = (['short', 'medium', 'long'] as const).map((length) => draftOfSeed(7, length, 'mixed'));
  expect(draftOfSeed(7, 'short', 'mixed').file).toEqual(lengths[0]!.file);
  expect(lengths.map(({ track }) => [400, 700, 1300].findLastIndex((least) => track.length >= least))).toEqual([
    0, 1, 2,
  ]);
  expect(draftOfSeed(8, 'short', 'mixed').file.centreLine).not.toEqual(lengths[0]!.file.centreLine);
});
