import type { Request } from 'express';
import { driverOfToken } from '../store/drivers.ts';
import type { Store } from '../store/tables.ts';
import { HttpProblem } from './problem.ts';

/** The bearer token of a request, if it has one. */
function bearer(request: Request): string | undefined {
  const match = /^Bearer ([\w-]{1,200})$/i.exec(request.headers.authorization ?? '');
  return match?.[1];
}

/** The driver who asks; null for a stranger. A token that is nobody's is refused, not ignored. */
export async function askingDriver(store: Store, request: Request): Promise<string | null> {
  if (request.headers.authorization === undefined) return null;
  const driverId = await driverOfToken(store, bearer(request));
  if (!driverId) {
    throw new HttpProblem(401, 'The driver token is not valid here. Get a new one with POST /api/drivers.');
  }
  return driverId;
}

/** The driver who asks; a stranger gets a 401. */
export async function requireDriver(store: Store, request: Request): Promise<string> {
  const driverId = await askingDriver(store, request);
  if (driverId) return driverId;
  throw new HttpProblem(401, 'This needs a driver token ("Authorization: Bearer …"). Get one with POST /api/drivers.');
}
