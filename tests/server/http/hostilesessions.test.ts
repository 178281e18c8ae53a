import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionOpened } from '../../../shared/wire/sessions.ts';
import { Asker, RING_SESSION } from '../competition/organiser.ts';
import { type HttpServer, httpServer } from './httpserver.ts';

let server: HttpServer;
let asker: Asker;
let session: SessionOpened;
beforeAll(async () => {
  server = await httpServer();
  asker = new Asker(server.url);
  session = await asker.open();
});
afterAll(() => server.close());

const organiser = (method: string, path: string, body?: unknown) =>
  asker.ask(method, `/sessions/${session.code}${path}`, body, session.organiserToken);

const anything = fc.oneof(
  fc.jsonValue(),
  fc.record({ name: fc.jsonValue(), tracks: fc.jsonValue(), goal: fc.jsonValue() }),
);

test('bodies of every shape are refused or taken, and never a fault', async () => {
  const { driverToken } = await asker.driver();
  const at = `/sessions/${session.code}`;
  const takers: [string, string, string][] = [
    ['POST', '/sessions', driverToken],
    ['POST', `${at}/join`, driverToken],
    ...['/message', '/remove', '/freeze'].map((path): [string, string, string] => [
      'POST',
      at + path,
      session.organiserToken,
    ]),
    ['PATCH', at, session.organiserToken],
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...takers), anything, async ([method, path, token], body) => {
      const { status } = await asker.ask(method, path, body, token);
      expect([200, 201, 400, 403, 404, 409]).toContain(status);
    }),
    { numRuns: 120 },
  );
  expect(server.complaints).toEqual([]);
});

test('codes and tokens of every kind are nobody’s', async () => {
  const codes = ['%00', '%F0%9F%92%A9', 'a'.repeat(5000), "' or 1=1 --", '..%2f..', 'null', '%E0%A4%A'];
  for (const code of codes) {
    const path = `/sessions/${code.includes('%') ? code : encodeURIComponent(code)}`;
    expect([400, 404]).toContain((await asker.ask('GET', path)).status);
    expect([400, 403]).toContain((await asker.ask('GET', `${path}/live`, undefined, session.organiserToken)).status);
    expect([400, 403]).toContain((await asker.ask('PATCH', path, {}, 'x'.repeat(200))).status);
  }
  expect(server.complaints).toEqual([]);
});

test('what is too long is refused with the field that is', async () => {
  const long = await organiser('POST', '/message', { text: 'a'.repeat(201) });
  expect(long).toMatchObject({ status: 400, body: { detail: expect.stringContaining('"text"') } });
  expect((await organiser('POST', '/message', { text: 'a'.repeat(100_000) })).status).toBe(413);
  const { driverToken } = await asker.driver();
  const many = { ...RING_SESSION, tracks: new Array(9).fill('ring150') };
  expect((await asker.ask('POST', '/sessions', many, driverToken)).status).toBe(400);
});
