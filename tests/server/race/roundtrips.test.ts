import { Client } from '@colyseus/sdk';
import { afterEach, expect, test } from 'vitest';
import type { CarEvent } from '../../../server/episode/recorder.ts';
import { delayProxy } from './delayproxy.ts';
import { type RaceClient, until, Visitor } from './people.ts';
import { forgetfulRecorder, raceServer } from './raceserver.ts';

const ONE_WAY = 40;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

test('the record tells the round trip to each driver’s page, and no other’s', async () => {
  const events: CarEvent[] = [];
  const recorder = {
    ...forgetfulRecorder,
    begin: () => true,
    event: (_: string, event: CarEvent) => events.push(event),
  };
  const drivers = { driverOf: async (token: string) => `d-${token.slice(0, 4)}`, consented: async () => {} };
  const server = await raceServer({ recorder, drivers });
  closing.push(() => server.close());
  const far = await delayProxy(server.port, ONE_WAY, 0);
  closing.push(() => far.close());
  const consent = { version: 1, recorded: true, shared: false, exported: false };
  const race = { trackId: 'ring150', laps: 9, grid: [], consent };
  const room = (await new Client(`http://127.0.0.1:${far.port}`).create('race', {
    ...race,
    driverToken: 'away'.repeat(11),
  })) as unknown as RaceClient;
  const away = new Visitor(room);
  const here = new Visitor(
    (await new Client(server.url).joinById(room.roomId, {
      ...race,
      driverToken: 'here'.repeat(11),
    })) as unknown as RaceClient,
  );
  closing.push(() => Promise.all([away.leave(), here.leave()]));
  for (const visitor of [away, here]) {
    visitor.send('ready');
    visitor.drive();
  }
  const trips = (car: number) => events.flatMap((e) => (e.kind === 'latency' && e.car === car ? [e.ms] : []));
  // One that this process was held up in may seem as long as the other; the next is not.
  const isNearer = () => Math.min(...trips(1)) < Math.min(...trips(0));
  await until(() => trips(0).length > 0 && isNearer(), 'a round trip to both, the shorter one to who is near');
  // Through the proxy nothing is faster than there and back.
  for (const ms of trips(0)) expect(ms).toBeGreaterThanOrEqual(2 * ONE_WAY - 1);
  expect(events.every(({ car }) => car === 0 || car === 1)).toBe(true);
  expect(server.complaints).toEqual([]);
});
