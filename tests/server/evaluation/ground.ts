import type { Ground } from '../../../server/evaluation/ground.ts';
import type { RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import { startsFrom } from '../../../shared/dataset/starts.ts';
import { demonstratorTime, PATIENT } from '../../../shared/divergence/examination.ts';

/** The ground of laps that somebody learned from, all but the last one of them, without a store. */
export function groundOfLaps(laps: RecordedLap[], rollouts: number, seed: number): Ground {
  const heldOut = laps.slice(-1);
  return {
    ...{ track: laps[0]!.track, spec: laps[0]!.spec, own: true, laps, heldOut, driven: heldOut, kind: 'scripted' },
    starts: startsFrom(heldOut, rollouts, seed).map(({ state }) => state),
    startsFrom: 'heldOut',
    secondsPerLap: (demonstratorTime(laps) * PATIENT) / 1000,
  };
}
