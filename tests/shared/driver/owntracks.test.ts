import { expect, test } from 'vitest';
import { placeCar } from '../../../shared/race/placing.ts';
import { toldSide } from '../../../shared/track/cue.ts';
import { locate } from '../../../shared/track/locate.ts';
import type { Track } from '../../../shared/track/track.ts';
import type { Ticks } from '../../../shared/units/units.ts';
import { drive, loadTrack, OWN_TRACKS } from './racing.ts';

const load = (id: string): Track => loadTrack(`assets/tracks/${id}.json`);

test.each(OWN_TRACKS)('two clean laps on %s by each hand', (id) => {
  for (const [skill, hands] of [
    ['fast', 'keyboard'],
    ['mid', 'pad'],
  ] as const) {
    const { laps, events } = drive(load(id), { hands, skill, seed: 1 }, 2);
    expect(laps.map(({ clean }) => clean)).toEqual([true, true]);
    expect(events.filter(({ kind }) => kind === 'fall' || kind === 'touch' || kind === 'wrongSide')).toEqual([]);
  }
});

/** The side of the only island taken in each lap, and the ticks at its board and its nose. */
function forks(track: Track, passLeft: number, laps: number): { side: string; board: Ticks; nose: Ticks }[] {
  const [island] = track.islands;
  const board = track.cues[0]?.s ?? 0;
  const found: { side: string; board: Ticks; nose: Ticks }[] = [];
  drive(track, { hands: 'pad', skill: 'fast', seed: 2, passLeft }, laps, ({ cars: [car], tick }) => {
    const lap = Math.max(0, Math.floor(car.distance / track.length));
    const s = car.distance - lap * track.length;
    if (s < board || lap >= laps) return;
    found[lap] ??= { side: '', board: tick, nose: 0 };
    if (s < island.from) found[lap].nose = tick;
    const { offset } = locate(track, car.x, car.y, car.distance);
    if (s < (island.from + island.to) / 2) found[lap].side = offset > island.offset ? 'left' : 'right';
  });
  return found;
}

test('an island is passed on both sides, by the coin', () => {
  const track = load('island');
  expect(new Set(forks(track, 1, 3).map(({ side }) => side))).toEqual(new Set(['left']));
  expect(new Set(forks(track, 0, 3).map(({ side }) => side))).toEqual(new Set(['right']));
});

test('at a cue the told side is taken, whatever the habit, about 3 s after the board is gone from sight', () => {
  const track = load('cue');
  for (const passLeft of [0, 1]) {
    const seen = forks(track, passLeft, 6);
    expect(seen.map(({ side }) => side)).toEqual(seen.map((_, lap) => toldSide(track, 0, lap)));
    expect(new Set(seen.map(({ side }) => side)).size).toBe(2);
    for (const { board, nose } of seen) {
      expect((nose - board) / 60).toBeGreaterThan(2.4); // seconds
      expect((nose - board) / 60).toBeLessThan(3.6);
    }
  }
});

test('put back in a branch it did not mean to take, a driver stays in it', () => {
  const track = load('island');
  const [island] = track.islands;
  for (const passLeft of [0, 1]) {
    let put = false;
    const offset = passLeft === 1 ? -6 : 6;
    const { events } = drive(track, { hands: 'pad', skill: 'mid', seed: 3, passLeft }, 1, ({ cars: [car] }) => {
      if (put || car.distance < 250) return;
      put = true;
      placeCar(track, car, { distance: island.from + 12, offset, speed: 8 });
    });
    expect(put).toBe(true);
    expect(events.filter(({ kind }) => kind === 'touch' || kind === 'fall')).toEqual([]);
  }
});
