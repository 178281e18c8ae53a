import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { startsFrom } from '../../shared/dataset/starts.ts';
import { demonstratorTime, PATIENT } from '../../shared/divergence/examination.ts';
import { median } from '../../shared/evaluation/interval.ts';
import { seededRandom } from '../../shared/exact/random.ts';
import { newCar } from '../../shared/race/car.ts';
import { RESPAWN_SPEED } from '../../shared/race/constants.ts';
import { placeCar } from '../../shared/race/placing.ts';
import type { Track } from '../../shared/track/track.ts';
import type { MetresPerSecond, Seconds } from '../../shared/units/units.ts';
import type { VehicleSpec } from '../../shared/vehicle/spec.ts';
import type { VehicleState } from '../../shared/vehicle/state.ts';
import type { EvaluationReport } from '../../shared/wire/evaluations.ts';
import { lapsNamed } from '../dataset/collection.ts';
import { lapsOnRoad } from '../store/roadlaps.ts';
import type { EpisodeTable, Store } from '../store/tables.ts';
import { judgingStarts, type Student } from './student.ts';

/** Where a policy is judged, and whose laps there are to hold it against. */
export interface Ground {
  track: Track;
  spec: VehicleSpec;
  /** The track it learned on, in the version it learned on. */
  own: boolean;
  /** Laps of the people it learned from on this track; empty where they never drove. */
  laps: RecordedLap[];
  /** Those of them that nobody learned from: all of them on another track. */
  heldOut: RecordedLap[];
  /** Laps to take other starts from, of whoever drove here. */
  driven: RecordedLap[];
  starts: VehicleState[];
  startsFrom: EvaluationReport['startsFrom'];
  secondsPerLap: Seconds;
  /** What kind of driver it learned from. */
  kind: EpisodeTable['kind'];
}

/** Laps of another track that are replayed: enough to start from and to know the pace by. */
const MOST_LAPS = 12;
/** Pace that a rollout may be down to where nobody's is known. */
const SLOWEST: MetresPerSecond = 7;

/** The ground a policy learned on, or that of another track where `other` is given. */
export async function groundOf(
  store: Store,
  student: Student,
  { rollouts, seed, other }: { rollouts: number; seed: number; other: Track | null },
): Promise<Ground> {
  const { laps, heldOut, manifest } = student;
  const { track, spec } = laps[0]!;
  const kind = await kindOf(store, laps[0]!.episodeId);
  if (other === null || other.hash === manifest.trackHash) {
    const starts = judgingStarts(student, rollouts, seed).map(({ state }) => state);
    const from = heldOut.length > 0 ? 'heldOut' : 'learned';
    const secondsPerLap = (demonstratorTime(laps) * PATIENT) / 1000;
    const driven = heldOut.length > 0 ? heldOut : laps;
    return { track, spec, own: true, laps, heldOut, driven, starts, startsFrom: from, secondsPerLap, kind };
  }
  const road = { trackHash: other.hash, vehicle: spec.id, kind };
  const people = [...new Set(laps.map(({ driverId }) => driverId))];
  const own = await replayed(
    store,
    other.id,
    spec.id,
    await lapsOnRoad(store, { ...road, drivers: people }, MOST_LAPS),
  );
  const driven =
    own.length > 0 ? own : await replayed(store, other.id, spec.id, await lapsOnRoad(store, road, MOST_LAPS));
  const moments = startsFrom(driven, rollouts, seed).map(({ state }) => state);
  const here = { track: other, spec, own: false, laps: own, heldOut: own, driven, kind };
  if (moments.length > 0) {
    const secondsPerLap = (median(driven.map(({ timeMs }) => timeMs)) * PATIENT) / 1000;
    return { ...here, starts: moments, startsFrom: 'people', secondsPerLap };
  }
  const starts = centreLineStarts(other, spec, rollouts, seed);
  return { ...here, starts, startsFrom: 'centreLine', secondsPerLap: other.length / SLOWEST };
}

const replayed = (
  store: Store,
  trackId: string,
  car: string,
  laps: Awaited<ReturnType<typeof lapsOnRoad>>,
): Promise<RecordedLap[]> => lapsNamed(store, { trackId, car }, laps);

async function kindOf(store: Store, episodeId: string): Promise<EpisodeTable['kind']> {
  const query = store.selectFrom('episode').select('kind').where('id', '=', episodeId);
  return (await query.executeTakeFirst())?.kind ?? 'human';
}

/** On the centre line at the speed of a respawn, one in each of `count` equal parts of the road. */
function centreLineStarts(track: Track, spec: VehicleSpec, count: number, seed: number): VehicleState[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, part) => {
    const car = newCar('start', spec);
    const distance = Math.fround(((part + random.uniform()) * track.length) / count);
    placeCar(track, car, { distance, speed: RESPAWN_SPEED });
    const { x, y, heading, vx, vy, yawRate, steer } = car;
    return { x, y, heading, vx, vy, yawRate, steer, distance: car.distance };
  });
}
