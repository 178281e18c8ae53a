import { expect, test } from 'vitest';
import { replayOf } from '../../../client/theatre/replay.ts';
import { seenAt } from '../../../client/theatre/seencard.tsx';
import { observe } from '../../../shared/observation/observe.ts';
import { type ObservationSpec, observationSize } from '../../../shared/observation/spec.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { drive, RING } from '../../shared/episode/drives.ts';

const spec: ObservationSpec = {
  version: 1,
  blocks: ['frontCamera', 'trackFeatures', 'neighbours', 'previousAction'],
  camera: { width: 16, height: 12 },
};

test('what is shown of a replayed race is what a driver saw while it was raced, to the bit', () => {
  const car = 1;
  const looked = new Map<number, Float32Array>();
  let done = { steer: 0, pedal: 0 };
  const { log } = drive({
    cars: 3,
    ticks: 400,
    meddle: (race, frames) => {
      if (race.phase === 'racing' && race.tick % 3 === 0) {
        const numbers = new Float32Array(observationSize(spec));
        const company = race.setup.contact ? { cars: race.cars, own: car } : { cars: [], own: -1 };
        observe(spec, RING, CLUB_RACER, race.cars[car]!, numbers, 0, { ...company, done });
        looked.set(race.tick, numbers);
      }
      done = { steer: frames[car]!.steer / 127, pedal: frames[car]!.pedal / 127 };
    },
  });
  const replay = replayOf(log, RING);
  expect(looked.size).toBeGreaterThan(100);
  for (const [tick, numbers] of looked) {
    expect(seenAt(replay, RING, spec, car, tick)).toEqual(numbers);
    expect(seenAt(replay, RING, spec, car, tick + 2)).toEqual(numbers); // until it decides again
  }
});
