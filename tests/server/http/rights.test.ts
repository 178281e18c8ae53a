import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findDataset } from '../../../server/store/datasets.ts';
import { insertJob } from '../../../server/store/jobs.ts';
import { readLog } from '../../../server/store/races.ts';
import { decodeLog } from '../../../shared/episode/codec.ts';
import { verifyLog } from '../../../shared/episode/resimulate.ts';
import { CONSENT_VERSION } from '../../../shared/wire/consent.ts';
import { COPIES_STAY, forgottenSchema, keptSchema, takeawayResultSchema } from '../../../shared/wire/rights.ts';
import { everyByte, steering } from '../episode/bytes.ts';
import { PeoplesServer, type Person } from './people.ts';

let here: PeoplesServer;
beforeEach(async () => {
  here = await PeoplesServer.open();
});
afterEach(() => here.server.close());

const keptOf = async (who: Person) => keptSchema.parse(await (await here.ask('GET', '/drivers/me/kept', who)).json());

test('a person sees what is kept of them, and nobody else does', async () => {
  const [ada, bo] = [await here.person(), await here.person()];
  await here.drive('r-1', ada, bo);
  const datasetId = await here.dataset(ada, 'ada alone');
  const policyId = await here.policy(datasetId, ada);
  expect((await here.ask('GET', '/drivers/me/kept')).status).toBe(401);
  const kept = await keptOf(ada);
  expect(kept).toMatchObject({ driverId: ada.driverId, episodes: 1, races: 1, consentVersion: CONSENT_VERSION });
  expect(kept.laps).toBeGreaterThan(0);
  expect(kept.datasets).toMatchObject([{ id: datasetId, name: 'ada alone', version: 1 }]);
  expect(kept.datasets[0]!.laps).toBeGreaterThan(0);
  expect(kept.policies.map(({ id }) => id)).toEqual([policyId]);
  expect(kept.copies).toBe(COPIES_STAY);
  expect(await keptOf(bo)).toMatchObject({ episodes: 1, datasets: [], policies: [] });
});

test('choices are a history: what, under which text, in which language, when', async () => {
  const ada = await here.person();
  const choice = { version: CONSENT_VERSION, recorded: true, shared: false, exported: false };
  for (const body of [choice, choice, { ...choice, recorded: false, language: 'en' }]) {
    expect((await here.ask('PUT', '/drivers/me/consent', ada, body)).status).toBe(200);
  }
  const { choices } = await keptOf(ada);
  expect(choices.map(({ recorded, shared, language }) => [recorded, shared, language])).toEqual([
    [true, true, 'ko'],
    [true, false, null],
    [false, false, 'en'],
  ]);
  expect(choices.every(({ at, version }) => at <= new Date().toISOString() && version === CONSENT_VERSION)).toBe(true);
  const next = await here.ask('PUT', '/drivers/me/consent', ada, { ...choice, version: CONSENT_VERSION + 1 });
  expect(next.status).toBe(400);
});

test('what is taken away holds every drive of one’s own, to the bit, and nothing of anybody else', async () => {
  const [ada, bo] = [await here.person(), await here.person()];
  const heat = await here.drive('r-1', ada, bo);
  expect((await here.ask('GET', '/drivers/me/takeaway', ada)).status).toBe(404);
  for (const { driverId } of [ada, bo]) {
    await insertJob(here.server.store, { id: `job-${driverId}`, kind: 'clone', owner: driverId, task: { driverId } });
  }
  const job = await here.jobOf(await here.ask('POST', '/drivers/me/takeaway', ada));
  expect(job.error).toBe(null);
  expect(takeawayResultSchema.parse(job.result)).toMatchObject({ races: 1, episodes: 1, unreadable: [] });
  expect((await here.ask('GET', '/drivers/me/takeaway', bo)).status).toBe(404);
  const reply = await here.ask('GET', '/drivers/me/takeaway', ada);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  const files = unzipSync(new Uint8Array(await reply.arrayBuffer()));
  const { track } = await readLog(here.server.store, 'r-1');
  const log = decodeLog(files['races/r-1.mimiclog']!);
  expect(log.header.cars.map(({ driverId }) => driverId)).toEqual([ada.driverId]);
  expect(verifyLog(log, track).verified).toBe(true);
  expect(log.chunks.flatMap(({ steer }) => [...steer])).toEqual(heat.applied[0].filter((_, i) => i % 2 === 0));
  const everything = JSON.parse(Buffer.from(files['everything.json']!).toString());
  const [drive1] = everything.drives;
  const csv = Buffer.from(files[`trajectories/${drive1.id}.csv`]!).toString().trim().split('\n');
  expect(csv).toHaveLength(drive1.ticks + 2); // a heading, and a state more than ticks
  expect(everything.choices).toHaveLength(1);
  expect(everything.trainings).toMatchObject([{ owner: ada.driverId, kind: 'clone', state: 'queued' }]);
  const all = Buffer.concat(Object.values(files).map((file) => Buffer.from(file)));
  expect(all.includes(bo.driverId)).toBe(false);
  expect(all.includes(steering(heat, 1))).toBe(false);
});

test('a deletion leaves no byte in any file, says what went, and that copies cannot be recalled', async () => {
  const [ada, bo] = [await here.person(), await here.person()];
  const heat = await here.drive('r-1', ada, bo);
  await here.drive('r-2', bo, ada, 2);
  const alone = await here.dataset(ada, 'ada alone');
  const others = await here.dataset(bo, 'bo alone');
  const policyId = await here.policy(alone, ada);
  await here.jobOf(await here.ask('GET', `/datasets/${alone}/export?format=csv`, ada));
  for (const who of [ada, bo]) await here.jobOf(await here.ask('POST', '/drivers/me/takeaway', who));
  const hash = createHash('sha256').update(ada.driverToken).digest('hex');
  const personal = [ada.driverId, hash, 'weights learned from', steering(heat, 0)];
  const before = everyByte(here.server.dataDir);
  expect(personal.map((bytes) => before.includes(bytes))).toEqual([true, true, true, true]);
  expect(before.includes(steering(heat, 1))).toBe(true);

  const reply = await here.ask('DELETE', '/drivers/me', ada);
  expect(reply.status).toBe(200);
  const answer = await reply.json();
  expect(answer.copies).toBe(COPIES_STAY);
  expect(forgottenSchema.parse(answer)).toMatchObject({
    ...{ episodes: 2, datasets: 1, policies: 1, pending: [] },
    gone: { datasets: [alone], policies: [policyId] },
  });
  const after = everyByte(here.server.dataDir);
  expect(personal.map((bytes) => after.includes(bytes))).toEqual([false, false, false, false]);
  expect(after.includes(steering(heat, 1))).toBe(true);
  expect(await findDataset(here.server.store, alone)).toMatchObject({ id: alone, version: 1, name: alone });
  expect((await findDataset(here.server.store, others))!.tombstonedAt).toBe(null);
  expect((await here.ask('GET', `/datasets/${alone}/export?format=csv`, bo)).status).toBe(410);
  expect((await here.ask('GET', '/drivers/me/kept', ada)).status).toBe(401);
  // Somebody else's archive holds their own cars alone, and stays.
  expect((await here.ask('GET', '/drivers/me/takeaway', bo)).status).toBe(200);
  expect(here.server.complaints).toEqual([]);
});
