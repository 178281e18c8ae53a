import { newCar } from '../../shared/race/car.ts';
import { type InputFrame, sanitiseFrame } from '../../shared/race/frame.ts';
import { stepCar } from '../../shared/race/step.ts';
import type { Track } from '../../shared/track/track.ts';
import type { VehicleSpec } from '../../shared/vehicle/spec.ts';
import { EXACT_FIELDS } from '../../shared/wire/state.ts';
import type { StepOwnCar } from './owncar.ts';

/** The server's own step of one car, wrapped for the predicted fields. */
export function ownStep(track: Track, spec: VehicleSpec): StepOwnCar<InputFrame> {
  const car = newCar('own', spec);
  return (state, frame, phase) => {
    for (const field of EXACT_FIELDS) car[field] = state[field];
    stepCar(track, car, sanitiseFrame(frame), phase);
    for (const field of EXACT_FIELDS) state[field] = car[field];
  };
}
