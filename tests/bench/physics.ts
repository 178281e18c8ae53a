import { readFileSync } from 'node:fs';
import { observe } from '../../shared/observation/observe.ts';
import {
  type ObservationSpec,
  observationSize,
  observationSpecFor,
  RANGE_FINDER,
  TRACK_FEATURES,
} from '../../shared/observation/spec.ts';
import { newCar } from '../../shared/race/car.ts';
import { placeCar } from '../../shared/race/placing.ts';
import { stepCar } from '../../shared/race/step.ts';
import { parseTrackFile } from '../../shared/track/file.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import { SUB_STEPS } from '../../shared/units/units.ts';
import { CLUB_RACER } from '../../shared/vehicle/spec.ts';
import { drivePack, PACK_TICKS, weave } from './pack.ts';
import { drivePeer, PEERS, startPeers } from './peers.ts';
import { type BenchResult, rateOf } from './result.ts';

const TICKS = 20_000;
/** Packs driven in one run. */
const PACKS = 4;

function loadTrack(id: string): Track {
  const file = new URL(`../../assets/tracks/${id}.json`, import.meta.url);
  return buildTrack(parseTrackFile(JSON.parse(readFileSync(file, 'utf8'))));
}

function alone(track: Track): number {
  const car = newCar('a', CLUB_RACER);
  placeCar(track, car, { distance: 10, speed: 15 });
  const run = (): void => {
    for (let tick = 0; tick < TICKS; tick++) stepCar(track, car, weave(tick, 0), 'racing');
  };
  return rateOf(run, TICKS * SUB_STEPS);
}

/** A pack of cars in contact, in our race and in other engines, in one run. */
function together(track: Track, count: number): BenchResult {
  const steps = PACK_TICKS * count * SUB_STEPS * PACKS;
  const packs = (drive: () => number) => () => {
    for (let i = 0; i < PACKS; i++) if (drive() === 0) throw new Error('The cars of the pack never touched.');
  };
  const peers = Object.entries(PEERS).map(([name, world]) => {
    const drive = (): number => {
      const made = world(track, count);
      const contacts = drivePeer(made);
      made.free();
      return contacts;
    };
    return [name, rateOf(packs(drive), steps)] as const;
  });
  const value = rateOf(
    packs(() => drivePack(track, count)),
    steps,
  );
  const name = `${count} cars in a pack, with contact`;
  return { name, unit: 'car-sub-steps/s', value, runs: 5, peers: Object.fromEntries(peers) };
}

/** Observations a second of a car among seven others on the same half of the road. */
function observing(track: Track, spec: ObservationSpec): number {
  const cars = Array.from({ length: 8 }, (_, i) => newCar(String(i), CLUB_RACER));
  for (const [i, car] of cars.entries()) placeCar(track, car, { distance: 40 * (i + 1), offset: 1, speed: 20 });
  const car = cars[0]!;
  const out = new Float32Array(observationSize(spec));
  const company = { cars, own: 0 };
  const count = 20_000;
  const run = (): void => {
    for (let i = 0; i < count; i++) {
      car.distance = (i * 7) % 500;
      observe(spec, track, CLUB_RACER, car, out, 0, company);
    }
  };
  return rateOf(run, count);
}

/** Speed of the exact world and of what drivers see of it; one core each. */
export async function benchPhysics(): Promise<BenchResult[]> {
  const track = loadTrack('technical');
  const oval = loadTrack('oval');
  await startPeers();
  const result = (name: string, unit: string, value: number): BenchResult => ({
    name,
    unit,
    value,
    runs: 5,
    peers: {},
  });
  return [
    result('one car, no contact', 'car-sub-steps/s', alone(track)),
    together(oval, 8),
    together(oval, 16),
    result('track features', 'observations/s', observing(track, TRACK_FEATURES)),
    result(
      'track features and neighbours among 8 cars',
      'observations/s',
      observing(track, observationSpecFor(track, 'traffic')),
    ),
    result('range finder, 19 rays', 'observations/s', observing(track, RANGE_FINDER)),
  ];
}
