import { describe, expect, test } from 'vitest';
import { HANDS } from '../../../shared/driver/hands.ts';
import { seededRandom } from '../../../shared/exact/random.ts';
import { importTrackCsv } from '../../../shared/track/csvimport.ts';
import { buildTrack } from '../../../shared/track/track.ts';
import { csvOf, ELL, PAPERCLIP, rightAngled } from '../track/circuitcsv.ts';
import { drive } from './racing.ts';

const random = seededRandom(7);
const surveyed = rightAngled(ELL).map(({ x, y }) => ({
  x: x + 0.1 * random.gaussian(),
  y: y + 0.1 * random.gaussian(),
}));
const circuits = {
  'a surveyed L': csvOf(surveyed, 4, 5),
  'two hairpins tighter than their road is wide': csvOf(rightAngled(PAPERCLIP), 9.4, 9.4),
};

describe.each(HANDS)('%s hands', (hands) => {
  test.each(Object.entries(circuits))('two clean laps of %s, imported from CSV', (_, csv) => {
    const { file } = importTrackCsv(csv, { id: 'imported', name: { en: 'Imported', ko: '가져온 서킷' } });
    const { laps, events } = drive(buildTrack(file), { hands, skill: 'mid', seed: 3 }, 2);
    expect(laps.map(({ clean }) => clean)).toEqual([true, true]);
    expect(events.filter(({ kind }) => kind === 'fall' || kind === 'touch')).toEqual([]);
  });
});
