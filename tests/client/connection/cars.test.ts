import { expect, test } from 'vitest';
import { ownStep } from '../../../client/connection/ownstep.ts';
import { Prediction } from '../../../client/connection/prediction.ts';
import { CARS, GT, KART } from '../../../shared/vehicle/cars.ts';
import type { VehicleSpec } from '../../../shared/vehicle/spec.ts';
import { driveAt, oval } from './centredriver.ts';
import { DelayedRoom } from './delayedroom.ts';

const FRAME_MS = 1000 / 60;

/** 20 s of driving with a slide thrown in every four; the page steps `believed`, the server `spec`. */
function corrections(spec: VehicleSpec, believed: VehicleSpec) {
  const room = new DelayedRoom({ track: oval, spec, delay: () => 50 });
  const prediction = new Prediction(room.state, 'car0', room.input, ownStep(oval, believed));
  let furthest = 0;
  for (let frame = 0; frame < 1200; frame++) {
    room.advance(frame * FRAME_MS);
    prediction.frame(frame * FRAME_MS, () => {
      const { state } = prediction.predicted!;
      furthest = Math.max(furthest, Math.abs(state.vy));
      const throws = frame % 240 > 200;
      return throws ? { steer: 127, pedal: frame % 2 ? -127 : 127, buttons: 0 } : driveAt(state, 16);
    });
  }
  return { count: prediction.predicted!.correctionCount, furthest };
}

test.each([...CARS.values()])('the page predicts the $id to the bit, slides and all', (spec) => {
  const { count, furthest } = corrections(spec, spec);
  expect(furthest).toBeGreaterThan(1); // m/s sideways
  expect(count).toBe(0);
});

test('a page that stepped another car would be corrected all the time', () => {
  expect(corrections(GT, KART).count).toBeGreaterThan(50);
});
