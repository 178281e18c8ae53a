import { afterAll, beforeAll, expect, test } from 'vitest';
import { findEvaluation, insertEvaluation } from '../../../server/store/evaluations.ts';
import { insertPolicy, policyFile } from '../../../server/store/policies.ts';
import { reportOf } from '../evaluation/reports.ts';
import { type HttpServer, httpServer } from './httpserver.ts';

let server: HttpServer;
beforeAll(async () => {
  server = await httpServer();
});
afterAll(() => server.close());

const person = async (): Promise<{ driverId: string; driverToken: string }> =>
  (await server.ask('POST', '/api/drivers')).body;

test('a policy is deleted by who had it trained or by whose laps it learned from, with all that hangs on it', async () => {
  const [maker, learned, stranger] = await Promise.all([person(), person(), person()]);
  const place = { datasetId: null, driverId: learned.driverId, createdBy: maker.driverId, trackId: 'oval' };
  for (const owner of [maker, learned]) {
    const { id } = await insertPolicy(server.store, { ...place, manifest: { name: 'one' }, file: Buffer.from('x') });
    const result = reportOf([{}], { policy: id, trackId: 'oval' });
    const evaluation = await insertEvaluation(server.store, { policyId: id, request: {}, result });
    const path = `/api/policies/${id}`;
    expect((await server.ask('GET', path, undefined, stranger.driverToken)).body.mayDelete).toBe(false);
    expect((await server.ask('DELETE', path)).status).toBe(401);
    expect((await server.ask('DELETE', path, undefined, stranger.driverToken)).status).toBe(403);
    expect((await server.ask('GET', path, undefined, owner.driverToken)).body.mayDelete).toBe(true);
    expect((await server.ask('DELETE', path, undefined, owner.driverToken)).status).toBe(204);
    expect((await server.ask('GET', path)).status).toBe(404);
    expect(await policyFile(server.store, id)).toBeNull();
    expect(await findEvaluation(server.store, evaluation)).toBeNull();
    expect((await server.ask('DELETE', path, undefined, owner.driverToken)).status).toBe(404);
  }
});

test('a policy of a script, made by nobody who asks here, is not deleted over HTTP', async () => {
  const place = { datasetId: null, driverId: null, createdBy: null, trackId: 'oval' };
  const { id } = await insertPolicy(server.store, { ...place, manifest: { name: 'crowd' }, file: Buffer.from('x') });
  const { driverToken } = await person();
  expect((await server.ask('DELETE', `/api/policies/${id}`, undefined, driverToken)).status).toBe(403);
});
