import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Request, Response } from 'express';
import { mayReadRace } from '../competition/privacy.ts';
import { ReaderBusy } from '../episode/reader.ts';
import type { Viewer } from '../store/viewer.ts';
import { HttpProblem, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

const unpacked = promisify(gunzip);

/**
 * A race's log, binary and gzipped, to whoever may read it.
 *
 * It never changes but by a deletion or an upgrade, which change its header: the ETag is made of that. Caches keep the
 * bytes and ask each time (`no-cache`), for laps that were taken back must not live on in them.
 */
export async function sendRaceLog(
  { store, reader }: Pick<ApiServices, 'store' | 'reader'>,
  viewer: Viewer,
  raceId: string,
  request: Request,
  response: Response,
): Promise<void> {
  const race = await store
    .selectFrom('race')
    .select(['header', 'status', 'session_id'])
    .where('id', '=', raceId)
    .executeTakeFirst();
  if (!race || !(await mayReadRace(store, viewer, raceId))) throw notFound('race', raceId);
  if (race.status === 'running') {
    throw new HttpProblem(409, `Race "${raceId}" is still running. Ask for its log when it is over.`);
  }
  const etag = `"${createHash('sha256').update(race.header).digest('base64url')}"`;
  const whose = race.session_id === null ? 'public' : 'private';
  response.set({ etag, 'cache-control': `${whose}, no-cache`, vary: 'accept-encoding' });
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const bytes = await replayed(reader.raceLog(raceId));
  if (!bytes) throw notFound('race', raceId);
  response.type('application/octet-stream').attachment(`${raceId}.mimiclog`);
  const packed = request.acceptsEncodings('gzip') === 'gzip';
  if (packed) response.set('content-encoding', 'gzip');
  sendWhole(response, packed ? bytes : await unpacked(bytes));
}

/** A log that does not replay is kept from readers with the reason. */
export const replayed = <Result>(reading: Promise<Result>): Promise<Result> =>
  reading.catch((error: Error) => {
    throw new HttpProblem(error instanceof ReaderBusy ? 503 : 409, error.message);
  });

/** A long race is tens of megabytes: neither copied nor hashed for an ETag on the thread that runs the races. */
export function sendWhole(response: Response, bytes: Uint8Array): void {
  response.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
