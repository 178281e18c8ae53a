import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findDataset } from '../../../server/store/datasets.ts';
import { createDriver, setConsent } from '../../../server/store/drivers.ts';
import { insertPolicy } from '../../../server/store/policies.ts';
import { readLog } from '../../../server/store/races.ts';
import { decodeLog } from '../../../shared/episode/codec.ts';
import { verifyLog } from '../../../shared/episode/resimulate.ts';
import { CONSENT_VERSION } from '../../../shared/wire/consent.ts';
import { COPIES_STAY, forgottenSchema, keptSchema, takeawayResultSchema } from '../../../shared/wire/rights.ts';
import { everyByte, steering } from '../episode/bytes.ts';
import { RunningHeat, runHeat } from '../episode/session.ts';
import { type WholeServer, wholeServer } from '../race/wholeserver.ts';

let server: WholeServer;
beforeEach(async () => {
  server = await wholeServer();
});
afterEach(() => server.close());

type Person = Awaited<ReturnType<typeof createDriver>>;

async function person(): Promise<Person> {
  const driver = await createDriver(server.store);
  const consent = { version: CONSENT_VERSION, recorded: true, shared: true, exported: true };
  await setConsent(server.store, driver.driverId, consent, 'ko');
  return driver;
}

async function ask(method: string, path: string, who?: Person, body?: unknown) {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (who) headers.authorization = `Bearer ${who.driverToken}`;
  const url = `http://127.0.0.1:${server.port}/api${path}`;
  return fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
}

async function jobOf(response: Response) {
  expect(response.status).toBe(202);
  const { id } = (await response.json()) as { id: string };
  for (;;) {
    const job = (await (await ask('GET', `/jobs/${id}`)).json()) as { state: string; result: unknown; error: string };
    if (!['queued', 'running'].includes(job.state)) return job;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Two people on the ring for two laps, and what was driven. */
async function drive(raceId: string, one: Person, other: Person, seed = 1): Promise<RunningHeat> {
  const drivers = [one.driverId, other.driverId];
  const heat = runHeat(server.recorder, { raceId, ticks: 1800, drivers, jostling: true, seed });
  await server.closed(raceId);
  return heat;
}

/** A dataset of somebody's laps. */
async function dataset(who: Person, name: string): Promise<string> {
  const recipe = { trackId: 'ring150', drivers: ['me'], clean: false, inTraffic: true };
  const made = await ask('POST', '/datasets', who, { name, recipe });
  expect(made.status).toBe(201);
  return ((await made.json()) as { id: string }).id;
}

async function policy(datasetId: string, who: Person): Promise<string> {
  const place = { datasetId, driverId: who.driverId, createdBy: who.driverId, trackId: 'ring150' };
  const file = Buffer.from(`weights learned from ${who.driverId}`);
  return (await insertPolicy(server.store, { ...place, manifest: { of: who.driverId }, file })).id;
}

const keptOf = async (who: Person) => keptSchema.parse(await (await ask('GET', '/drivers/me/kept', who)).json());

test('a person sees what is kept of them, and nobody else does', async () => {
  const [ada, bo] = [await person(), await person()];
  await drive('r-1', ada, bo);
  const datasetId = await dataset(ada, 'ada alone');
  const policyId = await policy(datasetId, ada);
  expect((await ask('GET', '/drivers/me/kept')).status).toBe(401);
  const kept = await keptOf(ada);
  expect(kept).toMatchObject({ driverId: ada.driverId, episodes: 1, races: 1, consentVersion: CONSENT_VERSION });
  expect(kept.laps).toBeGreaterThan(0);
  expect(kept.datasets).toMatchObject([{ id: datasetId, name: 'ada alone', version: 1 }]);
  expect(kept.datasets[0]!.laps).toBeGreaterThan(0);
  expect(kept.policies.map(({ id }) => id)).toEqual([policyId]);
  expect(kept.copies).toBe(COPIES_STAY);
  expect(await keptOf(bo)).toMatchObject({ episodes: 1, datasets: [], policies: [] });
}, 20_000);

test('choices are a history: what, under which text, in which language, when', async () => {
  const ada = await person();
  const choice = { version: CONSENT_VERSION, recorded: true, shared: false, exported: false };
  for (const body of [choice, choice, { ...choice, recorded: false, language: 'en' }]) {
    expect((await ask('PUT', '/drivers/me/consent', ada, body)).status).toBe(200);
  }
  const { choices } = await keptOf(ada);
  expect(choices.map(({ recorded, shared, language }) => [recorded, shared, language])).toEqual([
    [true, true, 'ko'],
    [true, false, null],
    [false, false, 'en'],
  ]);
  expect(choices.every(({ at, version }) => at <= new Date().toISOString() && version === CONSENT_VERSION)).toBe(true);
  const next = await ask('PUT', '/drivers/me/consent', ada, { ...choice, version: CONSENT_VERSION + 1 });
  expect(next.status).toBe(400);
});

test('what is taken away holds every drive of one’s own, to the bit, and nothing of anybody else', async () => {
  const [ada, bo] = [await person(), await person()];
  const heat = await drive('r-1', ada, bo);
  expect((await ask('GET', '/drivers/me/takeaway', ada)).status).toBe(404);
  const job = await jobOf(await ask('POST', '/drivers/me/takeaway', ada));
  expect(job.error).toBe(null);
  expect(takeawayResultSchema.parse(job.result)).toMatchObject({ races: 1, episodes: 1, unreadable: [] });
  expect((await ask('GET', '/drivers/me/takeaway', bo)).status).toBe(404);
  const reply = await ask('GET', '/drivers/me/takeaway', ada);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  const files = unzipSync(new Uint8Array(await reply.arrayBuffer()));
  const { track } = await readLog(server.store, 'r-1');
  const log = decodeLog(files['races/r-1.mimiclog']!);
  expect(log.header.cars.map(({ driverId }) => driverId)).toEqual([ada.driverId]);
  expect(verifyLog(log, track).verified).toBe(true);
  expect(log.chunks.flatMap(({ steer }) => [...steer])).toEqual(heat.applied[0].filter((_, i) => i % 2 === 0));
  const everything = JSON.parse(Buffer.from(files['everything.json']!).toString());
  const [drive1] = everything.drives;
  const csv = Buffer.from(files[`trajectories/${drive1.id}.csv`]!).toString().trim().split('\n');
  expect(csv).toHaveLength(drive1.ticks + 2); // a heading, and a state more than ticks
  expect(everything.choices).toHaveLength(1);
  const all = Buffer.concat(Object.values(files).map((file) => Buffer.from(file)));
  expect(all.includes(bo.driverId)).toBe(false);
  expect(all.includes(steering(heat, 1))).toBe(false);
}, 20_000);

test('a deletion leaves no byte in any file, says what went, and that copies cannot be recalled', async () => {
  const [ada, bo] = [await person(), await person()];
  const heat = await drive('r-1', ada, bo);
  await drive('r-2', bo, ada, 2);
  const alone = await dataset(ada, 'ada alone');
  const others = await dataset(bo, 'bo alone');
  const policyId = await policy(alone, ada);
  await jobOf(await ask('GET', `/datasets/${alone}/export?format=csv`, ada));
  for (const who of [ada, bo]) await jobOf(await ask('POST', '/drivers/me/takeaway', who));
  const hash = createHash('sha256').update(ada.driverToken).digest('hex');
  const personal = [ada.driverId, hash, 'weights learned from', steering(heat, 0)];
  const before = everyByte(server.dataDir);
  expect(personal.map((bytes) => before.includes(bytes))).toEqual([true, true, true, true]);
  expect(before.includes(steering(heat, 1))).toBe(true);

  const reply = await ask('DELETE', '/drivers/me', ada);
  expect(reply.status).toBe(200);
  const answer = await reply.json();
  expect(answer.copies).toBe(COPIES_STAY);
  expect(forgottenSchema.parse(answer)).toMatchObject({
    ...{ episodes: 2, datasets: 1, policies: 1, pending: [] },
    gone: { datasets: [alone], policies: [policyId] },
  });
  const after = everyByte(server.dataDir);
  expect(personal.map((bytes) => after.includes(bytes))).toEqual([false, false, false, false]);
  expect(after.includes(steering(heat, 1))).toBe(true);
  expect(await findDataset(server.store, alone)).toMatchObject({ id: alone, version: 1, name: alone });
  expect((await findDataset(server.store, others))!.tombstonedAt).toBe(null);
  expect((await ask('GET', `/datasets/${alone}/export?format=csv`, bo)).status).toBe(410);
  expect((await ask('GET', '/drivers/me/kept', ada)).status).toBe(401);
  // Somebody else's archive holds their own cars alone, and stays.
  expect((await ask('GET', '/drivers/me/takeaway', bo)).status).toBe(200);
  expect(server.complaints).toEqual([]);
}, 30_000);

test('laps that are taken back while they are exported are in no archive', async () => {
  const [ada, bo] = [await person(), await person()];
  await drive('r-1', ada, bo);
  const id = await dataset(ada, 'ada alone');
  const exporting = await ask('GET', `/datasets/${id}/export?format=csv`, bo);
  expect(exporting.status).toBe(202);
  expect((await ask('DELETE', '/drivers/me', ada)).status).toBe(200);
  await jobOf(exporting);
  expect((await ask('GET', `/datasets/${id}/export?format=csv`, bo)).status).toBe(410);
  expect(everyByte(server.dataDir).includes(ada.driverId)).toBe(false);
}, 20_000);

test('laps that are taken back while their archive is made are in none', async () => {
  const [ada, bo] = [await person(), await person()];
  await drive('r-1', ada, bo);
  const making = await ask('POST', '/drivers/me/takeaway', ada);
  expect(making.status).toBe(202);
  const [{ id }] = (
    (await (await ask('GET', `/episodes?driver=${ada.driverId}`)).json()) as { items: { id: string }[] }
  ).items;
  expect((await ask('DELETE', `/episodes/${id}`, ada)).status).toBe(200);
  await jobOf(making);
  const reply = await ask('GET', '/drivers/me/takeaway', ada);
  if (reply.status === 200) {
    // It was begun after the drive had gone.
    expect(Object.keys(unzipSync(new Uint8Array(await reply.arrayBuffer())))).not.toContain('races/r-1.mimiclog');
  } else expect(reply.status).toBe(404);
}, 20_000);

test('laps that are taken back while they are learned from leave no policy', async () => {
  const [ada, bo] = [await person(), await person()];
  await drive('r-1', ada, bo);
  const datasetId = await dataset(ada, 'ada alone');
  const order = { datasetId, seeds: 1, recovery: false, budget: { steps: 3000 } };
  const training = await ask('POST', '/policies', bo, order);
  expect(training.status).toBe(202);
  const { id } = (await training.clone().json()) as { id: string };
  const progress = async () => ((await (await ask('GET', `/jobs/${id}`)).json()) as { progress: number }).progress;
  while ((await progress()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await ask('DELETE', '/drivers/me', ada)).status).toBe(200);
  const job = await jobOf(training);
  expect(job.state).toBe('failed');
  expect(job.error).toMatch(/withdrawn|taken back/);
  expect(await server.store.selectFrom('policy').select('id').execute()).toEqual([]);
  expect(everyByte(server.dataDir).includes(ada.driverId)).toBe(false);
}, 60_000);

test('who withdraws in the middle of a race is told so, and is gone from every file when it ends', async () => {
  const [ada, bo] = [await person(), await person()];
  const heat = new RunningHeat(server.recorder, { raceId: 'r-1', ticks: 0, drivers: [ada.driverId, bo.driverId] });
  heat.run(300);
  const reply = await ask('DELETE', '/drivers/me', ada);
  expect(forgottenSchema.parse(await reply.json()).pending).toEqual(['r-1']);
  heat.run(300);
  heat.finish();
  await server.closed('r-1');
  await server.recorder.forgetEpisode('e-none'); // After everything that was asked before.
  const left = everyByte(server.dataDir);
  expect([ada.driverId, steering(heat, 0)].map((bytes) => left.includes(bytes))).toEqual([false, false]);
  expect(left.includes(steering(heat, 1))).toBe(true);
}, 20_000);
