import { afterAll, beforeAll, expect, test } from 'vitest';
import { demonstrate, scriptedName } from '../../../server/cli/demonstration.ts';
import { collect } from '../../../server/dataset/collection.ts';
import { openStore } from '../../../server/store/database.ts';
import { listPolicies } from '../../../server/store/policies.ts';
import type { Store } from '../../../server/store/tables.ts';
import { IntakeDesk } from '../../../server/training/intakedesk.ts';
import { type Job, JobQueue, TooManyJobs } from '../../../server/training/jobs.ts';
import { encodePolicy } from '../../../shared/policy/file.ts';
import { HEADS } from '../../../shared/policy/head.ts';
import { CLUB_RACER, vehicleHash } from '../../../shared/vehicle/spec.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { madePolicy } from '../../shared/policy/fixture.ts';
import { temporaryFolder } from '../episode/session.ts';

const track = loadTrack('tests/tracks/ring150.json');
const person = { hands: 'pad', skill: 'mid', seed: 1 } as const;
const folder = temporaryFolder();
const jobs = new JobQueue();
let store: Store;
let desk: IntakeDesk;
let file: Uint8Array;
/** As much work as a race can bear: takes seconds to drive. */
let heavy: Uint8Array;

beforeAll(async () => {
  await demonstrate(folder.dataDir, { ...person, track, spec: CLUB_RACER, laps: 3, session: 0 }, () => {});
  store = await openStore(folder.dataDir);
  desk = new IntakeDesk(jobs, folder.dataDir);
  const recipe = { trackId: track.id, drivers: [scriptedName(person)] };
  const { dataset } = await collect(store, 'ring', recipe, null);
  const [{ episodeId: episode, lap: number }] = dataset.laps;
  const lap = { episode, lap: number };
  const about = { trackId: track.id, trackHash: track.hash, vehicleHash: vehicleHash(CLUB_RACER) };
  const untrained = (hidden: number[], decisionTicks: 1 | 3): Uint8Array => {
    const { manifest, weights } = madePolicy(1, hidden, HEADS.bins);
    const observation = { ...manifest.observation, decisionTicks };
    return encodePolicy({ ...manifest, ...about, observation, dataset: { id: dataset.id, laps: [lap] } }, weights);
  };
  file = untrained([32], 3);
  heavy = untrained([1024, 1024, 1024], 1);
});
afterAll(async () => {
  await jobs.close();
  await desk.close();
  await store.destroy();
  folder.remove();
});

const ended = ({ id }: Job): Promise<Job> =>
  new Promise((resolve) => {
    const look = (job: Job): void => {
      if (job.state !== 'queued' && job.state !== 'running') resolve(job);
    };
    jobs.watch(id, look);
    look(jobs.get(id)!);
  });

test('a file is looked through while another is driven, and one that is cancelled leaves nothing', async () => {
  await desk.look(file, 'd-other'); // its thread is there before the other has begun
  const job = desk.keep(heavy, 'd-somebody');
  expect(await desk.look(file, 'd-other')).toMatchObject({ fault: null });
  jobs.cancel(job.id);
  expect((await ended(job)).state).toBe('cancelled');
  expect((await listPolicies(store)).items).toEqual([]);
});

test('the next file finds a thread again, and what is kept says whose it is', async () => {
  const job = await ended(desk.keep(file, 'd-somebody'));
  expect(job).toMatchObject({ state: 'done', error: null });
  const { items } = await listPolicies(store);
  expect(items).toMatchObject([{ driverId: scriptedName(person), createdBy: 'd-somebody' }]);
  expect((items[0]!.manifest as { origin: unknown }).origin).toEqual({ where: 'file', backEnd: null });
});

test('more files at once than one person trains are not even looked at', async () => {
  const looks = await Promise.allSettled([1, 2, 3].map(() => desk.look(file, 'd-eager')));
  expect(looks.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect((looks[2] as PromiseRejectedResult).reason).toBeInstanceOf(TooManyJobs);
});

test('so many files wait to be driven, whoever brought them; one that goes makes room', async () => {
  const before = jobs.submit('train', 'd-first', ({ signal }) => {
    return new Promise((resolve) => signal.addEventListener('abort', resolve));
  });
  const waiting = Array.from({ length: 12 }, (_, k) => desk.keep(file, `d-${k}`));
  expect(() => desk.keep(file, 'd-late')).toThrow(
    expect.objectContaining({ status: 503, message: expect.stringMatching(/at most 12/) }),
  );
  jobs.cancel(waiting[0]!.id);
  waiting.push(desk.keep(file, 'd-late'));
  for (const { id } of [...waiting, before]) jobs.cancel(id);
  expect((await ended(before)).state).toBe('cancelled');
});
