import { expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { startsFrom } from '../../../shared/dataset/starts.ts';
import { locate } from '../../../shared/track/locate.ts';
import { loadTrack } from '../driver/racing.ts';
import { record } from './recorded.ts';

const track = loadTrack('tests/tracks/ring150.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
const laps = lapsOfLog(log, track, episodes);

test('starts are spread over the lap, one in each part of it', () => {
  const starts = startsFrom(laps, 10, 1);
  expect(starts).toHaveLength(10);
  const parts = starts.map(({ state }) => Math.floor((state.distance / track.length) * 10));
  // A start is the first tick at or after the drawn metre, so it may lie a few centimetres into the next part.
  for (const [i, part] of parts.entries()) expect([i, i + 1]).toContain(part);
});

test('starts for judging keep away from those for choosing', () => {
  const choosing = startsFrom(laps, 12, 1);
  const judging = startsFrom(laps, 20, 2, choosing);
  for (const a of judging) {
    for (const b of choosing) {
      if (a.episodeId === b.episodeId && a.lap === b.lap) expect(Math.abs(a.tick - b.tick)).toBeGreaterThanOrEqual(15);
    }
  }
});

test('a start is a state that was driven, taken to the first lap', () => {
  for (const { state } of startsFrom(laps, 8, 3)) {
    const point = locate(track, state.x, state.y, state.distance);
    expect(point.distance).toBeCloseTo(state.distance, 2);
    expect(state.distance).toBeLessThan(track.length + 1);
    expect(Math.abs(state.heading - point.heading)).toBeLessThan(1);
    expect(state.vx).toBeGreaterThan(5);
  }
});

test('no laps, no starts', () => {
  expect(startsFrom([], 5, 1)).toEqual([]);
});
