import { readFileSync } from 'node:fs';
import { observe } from '../../shared/observation/observe.ts';
import { type ObservationSpec, observationSize, RANGE_FINDER, TRACK_FEATURES } from '../../shared/observation/spec.ts';
import { newCar } from '../../shared/race/car.ts';
import type { InputFrame } from '../../shared/race/frame.ts';
import { placeCar } from '../../shared/race/placing.ts';
import { Race } from '../../shared/race/race.ts';
import { stepCar } from '../../shared/race/step.ts';
import { parseTrackFile } from '../../shared/track/file.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import { SUB_STEPS } from '../../shared/units/units.ts';
import { CLUB_RACER } from '../../shared/vehicle/spec.ts';
import { type BenchResult, rateOf } from './result.ts';

const TICKS = 20_000;

function loadTrack(id: string): Track {
  const file = new URL(`../../assets/tracks/${id}.json`, import.meta.url);
  return buildTrack(parseTrackFile(JSON.parse(readFileSync(file, 'utf8'))));
}

/** Gentle weaving at part throttle: on the road for a while, on grass and back on the road for the rest. */
const weave = (tick: number, car: number): InputFrame => ({
  steer: ((tick + car * 17) >> 5) & 1 ? 25 : -25,
  pedal: 60,
  buttons: 0,
});

function alone(track: Track): number {
  const car = newCar('a', CLUB_RACER);
  placeCar(track, car, { distance: 10, speed: 15 });
  const run = (): void => {
    for (let tick = 0; tick < TICKS; tick++) stepCar(track, car, weave(tick, 0), 'racing');
  };
  return rateOf(run, TICKS * SUB_STEPS);
}

function together(track: Track, count: number): number {
  const run = (): void => {
    const cars = Array.from({ length: count }, (_, i) => ({ id: `c${i}`, spec: CLUB_RACER }));
    const race = new Race({ track, laps: 50, cars, contact: true });
    race.startCountdown(0);
    for (let tick = 0; tick < TICKS / count; tick++) race.step(cars.map((_, car) => weave(tick, car)));
  };
  return rateOf(run, (TICKS / count) * count * SUB_STEPS);
}

function observing(track: Track, spec: ObservationSpec): number {
  const car = newCar('a', CLUB_RACER);
  placeCar(track, car, { distance: 40, offset: 1, speed: 20 });
  const out = new Float32Array(observationSize(spec));
  const count = 20_000;
  const run = (): void => {
    for (let i = 0; i < count; i++) {
      car.distance = (i * 7) % 500;
      observe(spec, track, CLUB_RACER, car, out, 0);
    }
  };
  return rateOf(run, count);
}

/** Speed of the exact world and of what drivers see of it; one core each. */
export async function benchPhysics(): Promise<BenchResult[]> {
  const track = loadTrack('technical');
  const result = (name: string, unit: string, value: number): BenchResult => ({
    name,
    unit,
    value,
    runs: 5,
    peers: {},
  });
  return [
    result('one car, no contact', 'car-sub-steps/s', alone(track)),
    result('8 cars with contact', 'car-sub-steps/s', together(track, 8)),
    result('16 cars with contact', 'car-sub-steps/s', together(track, 16)),
    result('track features', 'observations/s', observing(track, TRACK_FEATURES)),
    result('range finder, 19 rays', 'observations/s', observing(track, RANGE_FINDER)),
  ];
}
