import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { decodeProfile, profileOf, type RoadProfile } from '../../shared/dataset/profile.ts';
import { demonstratorTime } from '../../shared/divergence/examination.ts';
import { comparableLaps } from '../../shared/divergence/laps.ts';
import { mean, median } from '../../shared/evaluation/interval.ts';
import { type RoadCurve, styleDistance, styleProfile } from '../../shared/evaluation/style.ts';
import type { StyleReport } from '../../shared/wire/evaluations.ts';
import { lapsOnRoad, type RoadLap } from '../store/roadlaps.ts';
import type { Store } from '../store/tables.ts';
import type { Ground } from './ground.ts';

/** Drivers whose median laps differ by no more than this share drive equally well. */
const SAME_PACE = 0.03;
/** Newest laps of the road that are looked at. */
const MOST_LAPS = 2000;

/**
 * How far other drivers of the same kind and pace are from these laps: what a clone that is only some driver of this skill
 * would come to. Null where there are none.
 *
 * Both sides are in the form that the store keeps of every lap (0.1 m, 0.5 m/s, places of 5 m), so that nobody's log is
 * driven again for it.
 */
export async function othersOfSkill(
  store: Store,
  { track, spec, kind }: Pick<Ground, 'track' | 'spec' | 'kind'>,
  laps: readonly RecordedLap[],
): Promise<StyleReport['others']> {
  const own = new Set(laps.map(({ driverId }) => driverId));
  const all = await lapsOnRoad(store, { trackHash: track.hash, vehicle: spec.id, kind }, MOST_LAPS);
  const others = new Map<string, RoadLap[]>();
  for (const lap of all) {
    if (!own.has(lap.driverId)) others.set(lap.driverId, [...(others.get(lap.driverId) ?? []), lap]);
  }
  const pace = demonstratorTime(laps);
  const equals = [...others.values()].filter(
    (theirs) => Math.abs(median(theirs.map(({ timeMs }) => timeMs)) / pace - 1) <= SAME_PACE,
  );
  if (equals.length === 0) return null;
  const curve = (profile: RoadProfile): RoadCurve => perMetre(profile, track.length);
  const ownStyle = styleProfile(comparableLaps(laps).map((lap) => curve(decodeProfile(profileOf(lap)))));
  const distances = equals.flat().map(({ profile }) => {
    return styleDistance(styleProfile([curve(decodeProfile(profile))]), ownStyle);
  });
  return {
    lineRms: mean(distances.map(({ lineRms }) => lineRms)),
    speedRms: mean(distances.map(({ speedRms }) => speedRms)),
    drivers: equals.length,
    laps: distances.length,
  };
}

/** The place that each metre lies in. */
function perMetre({ places, offset, speed }: RoadProfile, length: number): RoadCurve {
  const metres = Math.floor(length);
  const at = (values: Float32Array): Float32Array =>
    Float32Array.from(
      { length: metres },
      (_, metre) => values[Math.min(places - 1, Math.floor((metre / length) * places))]!,
    );
  return { offset: at(offset), speed: at(speed) };
}
