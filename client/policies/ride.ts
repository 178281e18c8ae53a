import { observe } from '../../shared/observation/observe.ts';
import { type LastAction, NOTHING_DONE } from '../../shared/observation/situation.ts';
import { decisionTicksOf, type ObservationSpec, observationSize } from '../../shared/observation/spec.ts';
import { decodePolicy } from '../../shared/policy/file.ts';
import { PolicyBatch } from '../../shared/policy/forward.ts';
import { newCar } from '../../shared/race/car.ts';
import { actionOf, frameOf } from '../../shared/race/frame.ts';
import { stepCar } from '../../shared/race/step.ts';
import { roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import { type Metres, type MetresPerSecond, TICK_HZ } from '../../shared/units/units.ts';
import { carOfHash } from '../../shared/vehicle/cars.ts';
import { readState, restingState, type VehicleState, writeState } from '../../shared/vehicle/state.ts';

/** One decision of a drive: where the car was, what it had done, and what it then did. */
export interface Moment {
  /** Of the road, from the start line. */
  s: Metres;
  state: VehicleState;
  done: LastAction;
  did: LastAction;
}

/** A policy's drive once round its track, alone. */
export interface Ride {
  observation: ObservationSpec;
  moments: Moment[];
}

/** Rolling across the line, in the middle of the road. */
const START_SPEED: MetresPerSecond = 12;
/** Nobody takes longer for a kilometre who gets anywhere. */
const SECONDS_PER_KILOMETRE = 240;

/**
 * Let a policy drive one lap in this page, from its file, by the code that drives it in a race; where a moment of it is
 * shown, `observe` makes the same numbers once more. Throws PolicyFileError.
 */
export function rideOf(file: Uint8Array, track: Track, kernels: Uint8Array<ArrayBuffer>): Ride {
  const { manifest, weights } = decodePolicy(file);
  const { observation, network, head, normaliser, vehicleHash } = manifest;
  const spec = carOfHash(vehicleHash);
  if (!spec) throw new Error('The policy learned a car that is not raced here.');
  const batch = new PolicyBatch(kernels);
  const slots = Int32Array.of(batch.add(network, head, normaliser, weights));
  const hold = decisionTicksOf(observation);
  const minds = [batch.mind(0, 1, hold)];
  const width = observationSize(observation);
  const seen = new Float32Array(width);
  const action = new Float32Array(2);
  const car = newCar('0', spec);
  Object.assign(car, startOf(track));
  let frame = frameOf(NOTHING_DONE);
  const moments: Moment[] = [];
  const limit = (track.length / 1000) * SECONDS_PER_KILOMETRE * TICK_HZ;
  for (let tick = 0; tick < limit && car.distance < track.length; tick++) {
    if (tick % hold === 0) {
      const done = { steer: 0, pedal: 0 };
      actionOf(frame, done);
      observe(observation, track, spec, car, seen, 0, { cars: [], own: -1, done });
      batch.decide(slots, seen, action, 1, width, minds);
      frame = frameOf({ steer: action[0]!, pedal: action[1]! });
      const did = { steer: 0, pedal: 0 };
      actionOf(frame, did);
      moments.push({ s: Math.max(0, car.distance), state: copyOf(car), done, did });
    }
    stepCar(track, car, frame, 'racing');
  }
  return { observation, moments };
}

function startOf(track: Track): VehicleState {
  const { x, y, heading } = roadPose(track, 0, 0);
  return { ...restingState(), x, y, heading, vx: START_SPEED };
}

function copyOf(car: Readonly<VehicleState>): VehicleState {
  const numbers: number[] = [];
  writeState(car, numbers, 0);
  const state = restingState();
  readState(numbers, 0, state);
  return state;
}

/** The moment nearest to a place on the road. */
export function momentAt({ moments }: Ride, s: Metres): Moment {
  return moments.reduce((best, moment) => (Math.abs(moment.s - s) < Math.abs(best.s - s) ? moment : best));
}
