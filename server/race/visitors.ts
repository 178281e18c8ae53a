import { ServerError } from '@colyseus/core';
import { CARS } from '../../shared/vehicle/cars.ts';
import { NO_CONSENT, parseRaceOptions, type RaceOptions } from '../../shared/wire/options.ts';
import { seatPolicy } from '../bot/rivals.ts';
import type { Visitor } from './entrant.ts';
import { isOffensive } from './nickname.ts';
import { Ride } from './ride.ts';
import type { RaceServices } from './services.ts';

/** What a client asks for, or the reason why it cannot be read. */
export function readOptions(given: unknown): RaceOptions {
  try {
    return parseRaceOptions(given);
  } catch (error) {
    throw new ServerError(400, (error as Error).message);
  }
}

/**
 * Who asks. A token that is nobody's is refused; an offensive name only loses them the name. For a session they race as
 * they joined it, whatever name, car and consent the options give.
 */
export async function visitorOf(services: RaceServices, options: RaceOptions): Promise<Visitor> {
  const visitor = await ownVisitor(services, options);
  if (options.drive) return await riding(services, visitor, options);
  if (options.session === undefined) return visitor;
  const session = await services.sessions.admit(options.session, visitor.driverId);
  const { nickname, consent, car } = session;
  return { ...visitor, session, name: nickname, nameRefused: false, consent, spec: CARS.get(car)! };
}

async function ownVisitor({ drivers }: RaceServices, options: RaceOptions): Promise<Visitor> {
  const { driverToken, consent, spectate, name } = options;
  const nameRefused = name !== undefined && isOffensive(name);
  const shown = nameRefused ? null : (name ?? null);
  const visitor: Visitor = {
    name: shown,
    nameRefused,
    spectate,
    spec: CARS.get(options.car)!,
    driverId: null,
    consent,
    session: null,
    drive: null,
  };
  if (!driverToken) return { ...visitor, consent: NO_CONSENT };
  const driverId = await drivers.driverOf(driverToken);
  if (driverId) return { ...visitor, driverId };
  throw new ServerError(401, 'The driver token is not valid here. Get a new one with POST /api/drivers.');
}

/** The visitor in a car that a clone drives: the car that it learned. */
async function riding(
  { policies }: RaceServices,
  visitor: Visitor,
  { drive, session, spectate }: RaceOptions,
): Promise<Visitor> {
  if (spectate) return visitor;
  if (session !== undefined) throw new ServerError(400, 'Laps of a session are driven by hand: leave out "drive".');
  try {
    const { spec, policyId } = await seatPolicy(drive!.policyId, policies, visitor.driverId);
    return { ...visitor, spec, drive: policyId };
  } catch (error) {
    throw new ServerError(400, (error as Error).message);
  }
}

/** The clone of a visitor who lets one drive, ready to; null for everybody else. */
export async function rideOf({ policies }: RaceServices, { drive, driverId }: Visitor): Promise<Ride | null> {
  return drive === null ? null : new Ride(await seatPolicy(drive, policies, driverId));
}

/** A name for somebody without one: the first number that nobody in the race has. */
export function guestName(taken: readonly { name: string }[]): string {
  const names = new Set(taken.map(({ name }) => name));
  let number = 1;
  while (names.has(`Guest ${number}`)) number++;
  return `Guest ${number}`;
}
