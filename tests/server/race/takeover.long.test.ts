import { Client } from '@colyseus/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lapsOfEpisode } from '../../../server/dataset/collection.ts';
import { createDriver } from '../../../server/store/drivers.ts';
import { episodesOfRace, type StoredEpisode } from '../../../server/store/episodes.ts';
import { insertPolicy } from '../../../server/store/policies.ts';
import { readLog } from '../../../server/store/races.ts';
import { chooseLaps } from '../../../shared/dataset/choice.ts';
import { recipeSchema } from '../../../shared/dataset/recipe.ts';
import type { LogEvent } from '../../../shared/episode/log.ts';
import { verifyLog } from '../../../shared/episode/resimulate.ts';
import type { PolicyManifest } from '../../../shared/policy/manifest.ts';
import type { RaceState, Wheel } from '../../../shared/wire/state.ts';
import { linearPolicy } from './linearpolicy.ts';
import type { RaceClient } from './people.ts';
import { PredictedClient, virtualFrames } from './predictedclient.ts';
import { type WholeServer, wholeServer } from './wholeserver.ts';

let server: WholeServer;
beforeAll(async () => {
  server = await wholeServer();
});
afterAll(() => server.close());

const CONSENT = { version: 1, recorded: true, shared: false, exported: false };
const LAPS = 6;
const LAP = 150;

/** Somebody who drives a lap and a half, is gone until a substitute has driven a whole lap, and comes home. */
class Leaver {
  client: PredictedClient;
  private token: string | null = null;
  private returning = false;
  private readonly watched: RaceState;

  constructor(client: PredictedClient, watched: RaceState) {
    this.client = client;
    this.client.wish.speed = 12;
    this.watched = watched;
  }

  get id(): string {
    return this.client.room.sessionId;
  }

  frame(now: number): void {
    const { distance } = this.watched.cars.get(this.id)!;
    if (this.token === null && distance > 1.5 * LAP) this.token = this.client.drop();
    else if (this.token !== null && !this.returning && distance > 3.5 * LAP) void this.comeBack(this.token);
    if (this.token === null || this.client.room.connection.isOpen) this.client.frame(now);
  }

  private async comeBack(token: string): Promise<void> {
    this.returning = true;
    this.client = await PredictedClient.rejoin(server.port, token);
    this.client.wish.speed = 12;
  }
}

/** A race seen by somebody without a car: who has the wheel of each car, in the order in which it changed. */
class Watcher {
  readonly room: RaceClient;
  readonly wheels = new Map<string, { wheel: Wheel; policyId: string }[]>();

  static async join(roomId: string): Promise<Watcher> {
    const client = new Client(`http://127.0.0.1:${server.port}`);
    const room = (await client.joinById(roomId, { spectate: true })) as unknown as RaceClient;
    while (!room.state?.raceId) await new Promise((resolve) => setTimeout(resolve, 5));
    return new Watcher(room);
  }

  private constructor(room: RaceClient) {
    this.room = room;
    room.onStateChange(() => {
      room.state.cars.forEach(({ wheel, policyId }, id) => {
        const seen = this.wheels.get(id) ?? [];
        this.wheels.set(id, seen);
        if (seen.at(-1)?.wheel !== wheel) seen.push({ wheel, policyId });
      });
    });
  }
}

async function newDriver(): Promise<{ driverId: string; driverToken: string }> {
  return createDriver(server.store);
}

async function trained(driverId: string, kind: PolicyManifest['kind']): Promise<string> {
  const { manifest, bytes } = linearPolicy(kind);
  const of = { datasetId: null, driverId, createdBy: driverId, trackId: 'ring150' };
  const { id } = await insertPolicy(server.store, { ...of, manifest, file: bytes });
  // The newest is asked for, by times in whole milliseconds.
  for (const last = Date.now(); Date.now() <= last; ) await new Promise((resolve) => setTimeout(resolve, 1));
  return id;
}

const wholeLaps = ({ laps }: StoredEpisode): number[] =>
  laps.filter(({ partial }) => !partial).map(({ number }) => number);

test('a substitute drives for who is gone, hands the wheel back, and none of its frames count as theirs', async () => {
  const [owner, plain] = [await newDriver(), await newDriver()];
  await trained(owner.driverId, 'coached');
  const newest = await trained(owner.driverId, 'coached');
  await trained(owner.driverId, 'copy');
  const race = { trackId: 'ring150', laps: LAPS, grid: [], consent: CONSENT };

  // One race alone with a clone of one's own; one of two people without, of whom one is not recorded.
  const solo = await PredictedClient.join(server.port, 'create', { ...race, driverToken: owner.driverToken });
  const host = await PredictedClient.join(server.port, 'create', { ...race, driverToken: plain.driverToken });
  const { roomId } = host.room;
  const hidden = await PredictedClient.join(server.port, 'joinById', { roomId, name: 'Wallflower' });
  const watchers = [await Watcher.join(solo.room.roomId), await Watcher.join(roomId)];
  const [alone, together] = watchers.map(({ room }) => room.state);
  const leavers = [new Leaver(solo, alone), new Leaver(host, together), new Leaver(hidden, together)];
  for (const { client } of leavers) client.room.send('ready');
  const over = await virtualFrames(400, (now) => {
    for (const leaver of leavers) leaver.frame(now);
    return [alone, together].every(({ phase }) => phase === 'finished');
  });
  expect(over).toBe(true);
  const [soloId, hostId, hiddenId] = leavers.map(({ id }) => id);
  const own = { wheel: 'own', policyId: '' };
  const script = { wheel: 'script', policyId: '' };
  expect(watchers[0].wheels.get(soloId)).toEqual([own, { wheel: 'clone', policyId: newest }, own]);
  expect(watchers[1].wheels.get(hostId)).toEqual([own, script, own]);
  expect(watchers[1].wheels.get(hiddenId)).toEqual([own, script, own]);
  for (const { client } of leavers) expect(client.told.finishedMs).toBeGreaterThan(0);
  await Promise.all([...leavers.map(({ client }) => client.room.leave()), ...watchers.map(({ room }) => room.leave())]);
  expect(server.complaints).toEqual([]);

  await expectThreeEpisodes(alone.raceId, owner.driverId, { id: newest, kind: 'policy', policyId: newest });
  await expectThreeEpisodes(together.raceId, plain.driverId, {
    id: expect.stringMatching(/^scripted-mid-pad-/),
    kind: 'scripted',
    policyId: null,
  });
  const { log } = await readLog(server.store, together.raceId);
  expect(log.header.cars.map(({ id }) => id)).toEqual([hostId]);
  expect([hiddenId, 'Wallflower'].filter((word) => server.disk().includes(word))).toEqual([]);
});

async function expectThreeEpisodes(raceId: string, driverId: string, substitute: unknown): Promise<void> {
  expect(await server.closed(raceId)).toBe('complete');
  const { log, track } = await readLog(server.store, raceId);
  expect(verifyLog(log, track)).toEqual({ verified: true, mismatches: [] });
  const changes = log.chunks.flatMap(({ events }) => events).filter(isChange);
  expect(changes.map(({ driver }) => driver.kind)).toEqual([(substitute as { kind: string }).kind, 'human']);

  const episodes = await episodesOfRace(server.store, raceId);
  const person = { id: driverId, kind: 'human', policyId: null };
  expect(episodes.map(({ driver }) => driver)).toEqual([person, substitute, person]);
  expect(episodes.map(({ firstTick }) => firstTick)).toEqual([0, ...changes.map(({ tick }) => tick)]);
  expect(episodes.map(({ consent }) => consent)).toEqual([CONSENT, null, CONSENT]);
  // Laps 2 and 4 changed hands and are nobody's.
  expect(episodes.map(wholeLaps)).toEqual([[1], [3], [5, 6]]);

  const recipe = recipeSchema.parse({ trackId: 'ring150', drivers: [driverId], clean: false, inTraffic: true });
  expect(chooseLaps(recipe, episodes).map(({ number }) => number)).toEqual([1, 5, 6]);
  const [before, , after] = episodes;
  const demonstrated = [...(await lapsOfEpisode(server.store, before)), ...(await lapsOfEpisode(server.store, after))];
  expect(demonstrated.map(({ number, driverId: whose }) => [number, whose])).toEqual(
    [1, 5, 6].map((number) => [number, driverId]),
  );
}

const isChange = (event: LogEvent): event is Extract<LogEvent, { kind: 'driver' }> => event.kind === 'driver';
