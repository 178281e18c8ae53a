import { expect, test } from 'vitest';
import { chooseLaps } from '../../../shared/dataset/choice.ts';
import { lapsOfLog, loadLaps } from '../../../shared/dataset/demonstrations.ts';
import { STATE_WIDTH, stretchesOf, ticksOf } from '../../../shared/dataset/lap.ts';
import { recipeSchema } from '../../../shared/dataset/recipe.ts';
import { TICK_HZ } from '../../../shared/units/units.ts';
import { loadTrack } from '../driver/racing.ts';
import { record } from './recorded.ts';

const track = loadTrack('tests/tracks/ring150.json');
const { log, episodes } = record(
  track,
  [
    { hands: 'pad', skill: 'mid', seed: 1 },
    { hands: 'keyboard', skill: 'fast', seed: 2 },
  ],
  3,
);
const laps = lapsOfLog(log, track, episodes);

test('every finished lap comes back from the log, from line to line', () => {
  expect(laps.map((lap) => `${lap.driverId} ${lap.number}`)).toEqual([
    'pad-mid-1 1',
    'pad-mid-1 2',
    'pad-mid-1 3',
    'keyboard-fast-2 1',
    'keyboard-fast-2 2',
    'keyboard-fast-2 3',
  ]);
  for (const lap of laps) {
    expect(lap.states).toHaveLength((ticksOf(lap) + 1) * STATE_WIDTH);
    expect(Math.abs(ticksOf(lap) / TICK_HZ - lap.timeMs / 1000)).toBeLessThan(2 / TICK_HZ);
    const last = lap.states.at(-1)!;
    expect(last).toBeGreaterThanOrEqual(lap.number * track.length);
    expect(lap.states[7]).toBeLessThan((lap.number - 1) * track.length + 1);
  }
});

test('consecutive laps join into one drive without a gap, others do not', () => {
  const [first, second, third] = laps;
  expect(first.states.subarray(-STATE_WIDTH)).toEqual(second.states.subarray(0, STATE_WIDTH));
  const joined = stretchesOf([third, first, second]);
  expect(joined).toHaveLength(1);
  expect(ticksOf(joined[0])).toBe(ticksOf(first) + ticksOf(second) + ticksOf(third));
  expect(stretchesOf([first, third]).map(({ laps: [lap] }) => lap.number)).toEqual([1, 3]);
  expect(stretchesOf(laps)).toHaveLength(2);
});

test('the cars started 6 m apart, so their first laps are in traffic and a recipe leaves them out', () => {
  expect(laps[0].inTraffic).toBe(true);
  const recipe = recipeSchema.parse({ trackId: track.id });
  const chosen = chooseLaps(recipe, episodes);
  expect(chosen.every(({ number }) => number > 1)).toBe(true);
  const all = chooseLaps({ ...recipe, inTraffic: true, drivers: ['pad-mid-1'] }, episodes);
  expect(all.map((lap) => lap.number)).toEqual([1, 2, 3]);
  expect(chooseLaps({ ...recipe, inTraffic: true, laps: 1 }, episodes).map((lap) => lap.number)).toEqual([3, 3]);
  expect(chooseLaps({ ...recipe, trackId: 'elsewhere' }, episodes)).toEqual([]);
});

test('laps that changed hands are left out, and those after come after those before', () => {
  const [episode] = episodes;
  const part = (id: string, firstTick: number, laps: typeof episode.laps) => ({ ...episode, id, firstTick, laps });
  const [first, second, third] = episode.laps;
  const parts = [part('z', 0, [first]), part('a', 900, [{ ...second, partial: true }, third])];
  const recipe = recipeSchema.parse({ trackId: track.id, inTraffic: true, clean: false });
  expect(chooseLaps(recipe, parts).map((lap) => [lap.episodeId, lap.number])).toEqual([
    ['z', 1],
    ['a', 3],
  ]);
});

test('laps of policies are never demonstrations', () => {
  const clones = episodes.map((episode) => ({ ...episode, driver: { id: 'c', kind: 'policy' as const } }));
  expect(chooseLaps(recipeSchema.parse({ trackId: track.id, inTraffic: true }), clones)).toEqual([]);
});

test('chosen laps are loaded in their order; one that is gone is named', async () => {
  const source = { log: async () => ({ log, track }) };
  const chosen = [
    { episodeId: 'race-1', driverId: 'keyboard-fast-2', number: 3 },
    { episodeId: 'race-0', driverId: 'pad-mid-1', number: 1 },
  ];
  const loaded = await loadLaps(source, episodes, chosen);
  expect(loaded.map((lap) => [lap.episodeId, lap.number])).toEqual([
    ['race-1', 3],
    ['race-0', 1],
  ]);
  const gone = [{ episodeId: 'race-1', driverId: 'keyboard-fast-2', number: 9 }];
  await expect(loadLaps(source, episodes, gone)).rejects.toThrow(/Lap 9 of episode race-1/);
});

test('falls and contacts are counted in the lap in which they happened', () => {
  const spoiled = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3, 'spoiled');
  const frames = spoiled.log.chunks[0];
  expect(lapsOfLog(spoiled.log, track, spoiled.episodes)[0].quality.falls).toBe(0);
  frames.buttons[30] = 1; // the respawn button, half a second after the lights
  const [lap, next] = lapsOfLog(spoiled.log, track, spoiled.episodes);
  expect(lap.quality.falls).toBeGreaterThan(0);
  expect(lap.clean).toBe(false);
  expect(next?.quality.starved ?? 0).toBe(0);
});
