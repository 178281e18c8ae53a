import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgottenSchema } from '../../../shared/wire/rights.ts';
import { everyByte, steering } from '../episode/bytes.ts';
import { RunningHeat } from '../episode/session.ts';
import { PeoplesServer } from './people.ts';

let here: PeoplesServer;
beforeEach(async () => {
  here = await PeoplesServer.open();
});
afterEach(() => here.server.close());

test('laps that are taken back while they are exported are in no archive', async () => {
  const [ada, bo] = [await here.person(), await here.person()];
  await here.drive('r-1', ada, bo);
  const id = await here.dataset(ada, 'ada alone');
  const exporting = await here.ask('GET', `/datasets/${id}/export?format=csv`, bo);
  expect(exporting.status).toBe(202);
  expect((await here.ask('DELETE', '/drivers/me', ada)).status).toBe(200);
  await here.jobOf(exporting);
  expect((await here.ask('GET', `/datasets/${id}/export?format=csv`, bo)).status).toBe(410);
  expect(everyByte(here.server.dataDir).includes(ada.driverId)).toBe(false);
});

test('laps that are taken back while their archive is made are in none', async () => {
  const [ada, bo] = [await here.person(), await here.person()];
  await here.drive('r-1', ada, bo);
  const making = await here.ask('POST', '/drivers/me/takeaway', ada);
  expect(making.status).toBe(202);
  const [{ id }] = (
    (await (await here.ask('GET', `/episodes?driver=${ada.driverId}`)).json()) as { items: { id: string }[] }
  ).items;
  expect((await here.ask('DELETE', `/episodes/${id}`, ada)).status).toBe(200);
  await here.jobOf(making);
  const reply = await here.ask('GET', '/drivers/me/takeaway', ada);
  if (reply.status === 200) {
    // It was begun after the drive had gone.
    expect(Object.keys(unzipSync(new Uint8Array(await reply.arrayBuffer())))).not.toContain('races/r-1.mimiclog');
  } else expect(reply.status).toBe(404);
});

test('laps that are taken back while they are learned from leave no policy', async () => {
  const [ada, bo] = [await here.person(), await here.person()];
  await here.drive('r-1', ada, bo);
  const datasetId = await here.dataset(ada, 'ada alone');
  const order = { datasetId, seeds: 1, recovery: false, budget: { steps: 20_000 } };
  const training = await here.ask('POST', '/policies', bo, order);
  expect(training.status).toBe(202);
  const { id } = (await training.clone().json()) as { id: string };
  // Kept on the disk in its middle, which is made of the laps.
  const folder = join(here.server.dataDir, 'checkpoints');
  const isKept = () => existsSync(folder) && readdirSync(folder).includes(`job-${id}.checkpoint`);
  while (!isKept()) await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await here.ask('DELETE', '/drivers/me', ada)).status).toBe(200);
  const job = await here.jobOf(training);
  expect(job.state).toBe('failed');
  expect(job.error).toMatch(/withdrawn|taken back/);
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  expect(await here.server.store.selectFrom('job').select('id').execute()).toEqual([]);
  expect(await here.server.store.selectFrom('policy').select('id').execute()).toEqual([]);
  expect(everyByte(here.server.dataDir).includes(ada.driverId)).toBe(false);
});

test('who withdraws in the middle of a race is told so, and is gone from every file when it ends', async () => {
  const [ada, bo] = [await here.person(), await here.person()];
  const heat = new RunningHeat(here.server.recorder, { raceId: 'r-1', ticks: 0, drivers: [ada.driverId, bo.driverId] });
  heat.run(300);
  const reply = await here.ask('DELETE', '/drivers/me', ada);
  expect(forgottenSchema.parse(await reply.json()).pending).toEqual(['r-1']);
  heat.run(300);
  heat.finish();
  await here.server.closed('r-1');
  await here.server.recorder.forgetEpisode('e-none'); // After everything that was asked before.
  const left = everyByte(here.server.dataDir);
  expect([ada.driverId, steering(heat, 0)].map((bytes) => left.includes(bytes))).toEqual([false, false]);
  expect(left.includes(steering(heat, 1))).toBe(true);
});
