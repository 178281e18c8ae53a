import { expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { samplesOf } from '../../../shared/dataset/samples.ts';
import type { Expert } from '../../../shared/driver/driver.ts';
import { NoisyDriver } from '../../../shared/driver/noisy.ts';
import { scriptedDriver } from '../../../shared/driver/scripted.ts';
import { decodeLog, encodeLog } from '../../../shared/episode/codec.ts';
import { TRACK_FEATURES } from '../../../shared/observation/spec.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { recordRace } from '../dataset/recorded.ts';
import { loadTrack } from './racing.ts';

const track = loadTrack('tests/tracks/ring150.json');
const noise = { deviation: 0.2, seed: 5 };

test.each(['keyboard', 'pad'] as const)('what %s hands wanted is told from the log of a noisy drive', (hands) => {
  const wanted: number[] = [];
  const driverOf = (car: number): NoisyDriver => {
    const driver = scriptedDriver({ hands, skill: 'mid', seed: 1, track, spec: CLUB_RACER, car });
    const listened: Expert = {
      cars: driver.cars,
      drive(race, frames) {
        driver.drive(race, frames);
        if (race.phase === 'racing') wanted.push(frames[car]!.steer);
      },
      overruled: (frame) => driver.overruled(frame),
    };
    return new NoisyDriver(listened, noise);
  };
  const { log, episodes } = recordRace(track, [{ id: 'noisy', driverOf }], 3, { raceId: 'noisy', contact: false });
  log.header.cars[0]!.noise = noise;
  const kept = decodeLog(encodeLog(log));
  const laps = lapsOfLog(kept, track, episodes);
  expect(laps).toHaveLength(3);
  let tick = 0;
  let off = 0;
  let changed = 0;
  for (const { frames, intended } of laps) {
    for (let i = 0; i < frames.length; i += 2, tick++) {
      expect(intended![i + 1]).toBe(frames[i + 1]);
      if (intended![i] !== wanted[tick]) off++;
      if (intended![i] !== frames[i]) changed++;
    }
  }
  expect(changed / tick).toBeGreaterThan(hands === 'pad' ? 0.9 : 0.5);
  // A stick may be cut off at full lock, where nothing tells how much of it was wanted; a key never is.
  expect(off / tick).toBeLessThanOrEqual(hands === 'pad' ? 0.06 : 0);
  const { actions } = samplesOf(laps.slice(1, 2), TRACK_FEATURES);
  const [, second] = laps;
  const mean = [0, 1, 2].reduce((sum, k) => sum + second!.intended![2 * k]!, 0) / (3 * 127);
  expect(actions[0]).toBeCloseTo(mean, 6);
});
