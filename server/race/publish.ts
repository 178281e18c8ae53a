import type { Car } from '../../shared/race/car.ts';
import { type CarState, EXACT_FIELDS } from '../../shared/wire/state.ts';
import { type Entrant, mayRecord } from './entrant.ts';

/** Everything about an entrant's car but how it moves. */
export function describeCar(entrant: Entrant, slot: number, state: CarState): CarState {
  const { kind, name, spec } = entrant;
  const policyId = entrant.policyId ?? '';
  return Object.assign(state, { kind, name, policyId, vehicle: spec.id, recorded: mayRecord(entrant), slot });
}

/** Copy a car of the simulation to the wire; only what changed is sent. `position` counts from 1. */
export function publishCar(car: Car, entrant: Entrant, position: number, state: CarState): void {
  for (const field of EXACT_FIELDS) state[field] = car[field];
  const { last, best, lapStart } = car.progress;
  state.offTrack = car.offTrack;
  state.lap = car.lap;
  state.lapStartMs = Math.round(lapStart);
  state.lastLapMs = last?.timeMs ?? 0;
  state.lastLapClean = last?.clean ?? false;
  state.bestLapMs = best?.timeMs ?? 0;
  state.finishedMs = car.finishMs === null ? 0 : Math.round(car.finishMs);
  state.position = position;
  Object.assign(state, entrant.marks);
  if (!entrant.person) return;
  state.connected = entrant.person.connected;
  state.ready = entrant.person.ready;
  state.wheel = entrant.person.wheel;
  state.policyId = entrant.policyId ?? '';
}
