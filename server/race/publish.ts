import type { Car } from '../../shared/race/car.ts';
import type { Race } from '../../shared/race/race.ts';
import { standings } from '../../shared/race/standings.ts';
import { CarState, EXACT_FIELDS, type RaceState } from '../../shared/wire/state.ts';
import type { Contest } from './contest.ts';
import { type Entrant, mayRecord } from './entrant.ts';

/** Show who stands on the grid, and where; cars that are gone disappear. */
export function publishGrid({ entrants, race, setup }: Contest, state: RaceState): void {
  const ids = new Set(entrants.map(({ id }) => id));
  for (const [id, { kind }] of [...state.cars]) if (kind !== 'ghost' && !ids.has(id)) state.cars.delete(id);
  for (const [slot, entrant] of entrants.entries()) {
    const car = state.cars.get(entrant.id) ?? new CarState();
    describeCar(entrant, slot, car);
    if (!state.cars.has(entrant.id)) state.cars.set(entrant.id, car);
  }
  state.contact = race?.setup.contact ?? setup.contact;
  publishRace(race, entrants, state);
}

/** Show how the race and every car in it stand. */
export function publishRace(race: Race | null, entrants: readonly Entrant[], state: RaceState): void {
  if (!race) return;
  state.phase = race.phase;
  state.tick = race.tick;
  for (const [place, car] of standings(race.cars).entries()) {
    publishCar(race.cars[car], entrants[car], place + 1, state.cars.get(entrants[car].id)!);
  }
}

/** Everything about an entrant's car but how it moves. */
function describeCar(entrant: Entrant, slot: number, state: CarState): void {
  const { kind, name, spec } = entrant;
  const policyId = entrant.policyId ?? '';
  Object.assign(state, { kind, name, policyId, vehicle: spec.id, recorded: mayRecord(entrant), slot });
}

/** Copy a car of the simulation to the wire; only what changed is sent. `position` counts from 1. */
function publishCar(car: Car, entrant: Entrant, position: number, state: CarState): void {
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
  state.ridden = entrant.person.ride !== null;
  state.policyId = entrant.policyId ?? '';
}
