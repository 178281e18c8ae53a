import { MapSchema } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { type GhostDrive, ghostDrive } from '../../../server/episode/ghostdrive.ts';
import type { Entrant } from '../../../server/race/entrant.ts';
import { Ghosts } from '../../../server/race/ghosts.ts';
import type { StoredEpisode } from '../../../server/store/episodes.ts';
import { resimulate } from '../../../shared/episode/resimulate.ts';
import { EpisodeCounter } from '../../../shared/episode/summary.ts';
import { trajectoryOf } from '../../../shared/episode/trajectory.ts';
import { Race } from '../../../shared/race/race.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { STATE_FIELDS } from '../../../shared/vehicle/state.ts';
import type { CarState } from '../../../shared/wire/state.ts';
import { drive, personCar, RING } from '../../shared/episode/drives.ts';

const WIDTH = STATE_FIELDS.length;

/** Rows that say themselves which they are: x is `from` + the row, vx 9. */
function rowsFrom(from: number, count: number): Float32Array {
  const rows = new Float32Array(count * WIDTH);
  for (let row = 0; row < count; row++) {
    rows[row * WIDTH] = from + row;
    rows[row * WIDTH + STATE_FIELDS.indexOf('vx')] = 9;
  }
  return rows;
}

const made = (opening: Float32Array, flying: Float32Array): GhostDrive => ({
  ...{ episodeId: 'e-1', driverId: 'd-1', kind: 'human', vehicle: CLUB_RACER.id, physics: 1, flyingMs: 1000 },
  ...{ trackId: RING.id, trackHash: RING.hash, opening, flying },
});

/** A race of a bot, and behind it a person, as far as ghosts look at it. */
function racing(): { race: Race; entrants: Entrant[]; at(tick: number, lap?: number, lapStartTick?: number): void } {
  const cars = ['bot-1', 'me'].map((id) => ({ id, spec: CLUB_RACER }));
  const race = new Race({ track: RING, laps: 5, cars, contact: false });
  const entrants = [{ person: null }, { person: {} }] as Entrant[];
  const at = (tick: number, lap = 1, lapStartTick = 0): void => {
    race.tick = tick;
    race.cars[1].lap = lap;
    race.cars[1].progress.lapStart = ((lapStartTick + 0.5) * 1000) / 60;
  };
  return { race, entrants, at };
}

function stage(drive: GhostDrive) {
  const ghosts = new Ghosts([drive]);
  const cars = new MapSchema<CarState>();
  return (race: Race, entrants: Entrant[]): { x: number; vx: number } => {
    ghosts.show(race, entrants, cars);
    const { x, vx } = cars.get('ghost-1')!;
    return { x, vx };
  };
}

test('a ghost drives from lights out, then each of the person’s laps anew from the line, and waits at its end', () => {
  const show = stage(made(rowsFrom(0, 500), rowsFrom(1000, 50)));
  const { race, entrants, at } = racing();
  const seen = (...when: [number, number?, number?]) => {
    at(...when);
    return show(race, entrants);
  };
  expect(seen(-60)).toEqual({ x: 0, vx: 0 });
  expect(seen(120)).toEqual({ x: 120, vx: 9 });
  // A bot’s lap changes nothing.
  race.cars[0].lap = 4;
  expect(seen(150)).toEqual({ x: 150, vx: 9 });
  // Over the line within tick 199: the state after it, that of tick 200, is the first of the lap.
  expect(seen(201, 2, 199)).toEqual({ x: 1001, vx: 9 });
  expect(seen(249, 2, 199)).toEqual({ x: 1049, vx: 9 });
  expect(seen(300, 2, 199)).toEqual({ x: 1049, vx: 0 });
  expect(seen(403, 3, 402)).toEqual({ x: 1000, vx: 9 });
  // The next race of the room begins at its lights.
  const next = racing();
  next.at(7);
  expect(show(next.race, next.entrants)).toEqual({ x: 7, vx: 9 });
});

test('without a clean flying lap it drives on; of somebody who took the wheel later it flies from lights out', () => {
  const { race, entrants, at } = racing();
  at(300, 2, 199);
  expect(stage(made(rowsFrom(0, 500), new Float32Array(0)))(race, entrants).x).toBe(300);
  at(30);
  expect(stage(made(new Float32Array(0), rowsFrom(1000, 50)))(race, entrants).x).toBe(1030);
});

test('the flying lap is the best clean one between two crossings by the same driver', () => {
  const { log } = drive({ cars: 1, ticks: 4000, seed: 3 });
  const summaries = () => {
    const counter = new EpisodeCounter(log);
    resimulate(log, RING, counter.visit);
    return counter.summaries();
  };
  const [whole] = summaries();
  const tick = Math.floor((whole.laps[0].endTick + whole.laps[1].endTick) / 2);
  const { id: _, spec: __, ...driver } = personCar('c0', 'd-other');
  const chunk = log.chunks.find(({ firstTick, ticks }) => tick >= firstTick && tick < firstTick + ticks)!;
  chunk.events.push({ tick, car: 0, kind: 'driver', driver });
  const taken = summaries()[1];
  const flying = taken.laps.filter(({ clean, partial }) => clean && !partial);
  const best = flying.reduce((one, other) => (other.timeMs < one.timeMs ? other : one));
  const before = taken.laps.find(({ number }) => number === best.number - 1)!;
  const episode = {
    ...taken,
    ...{ id: 'e-1', raceId: 'r-1', trackId: RING.id, vehicle: 'club-racer', startedAt: '', physics: 1, consent: null },
    ...{ status: 'complete', driver: { id: 'd-other', kind: 'human', policyId: null } },
  } as unknown as StoredEpisode;
  const ghost = ghostDrive(episode, log, RING);
  expect(ghost.opening).toHaveLength(0);
  expect(ghost.flyingMs).toBe(best.timeMs);
  const { states } = trajectoryOf(log, RING, { car: 0 });
  expect(ghost.flying).toEqual(states.slice((before.endTick + 1) * WIDTH, (best.endTick + 2) * WIDTH));
  // From just beyond the line to just beyond it again: a lap and the two steps.
  const distance = STATE_FIELDS.indexOf('distance');
  const driven = ghost.flying.at(-WIDTH + distance)! - ghost.flying[distance];
  expect(Math.abs(driven - RING.length)).toBeLessThan(1);
});
