import { afterAll, beforeAll, expect, test } from 'vitest';
import { demonstrate, scriptedName } from '../../../server/cli/demonstration.ts';
import { LearningDesk } from '../../../server/divergence/learning.ts';
import type { DivergenceReport } from '../../../server/divergence/report.ts';
import { openStore } from '../../../server/store/database.ts';
import { findDataset } from '../../../server/store/datasets.ts';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import { findEvaluation } from '../../../server/store/evaluations.ts';
import { policyFile } from '../../../server/store/policies.ts';
import type { Store } from '../../../server/store/tables.ts';
import { type Job, JobQueue } from '../../../server/training/jobs.ts';
import type { CloneReport } from '../../../server/training/worker.ts';
import { decodePolicy } from '../../../shared/policy/file.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { cloneRequestSchema } from '../../../shared/wire/api.ts';
import { datasetRequestSchema } from '../../../shared/wire/datasets.ts';
import {
  type EvaluationReport,
  evaluationReportSchema,
  evaluationRequestSchema,
} from '../../../shared/wire/evaluations.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { temporaryFolder } from '../episode/session.ts';

const track = loadTrack('tests/tracks/ring150.json');
const person = { hands: 'pad', skill: 'mid', seed: 1 } as const;
const driverId = scriptedName(person);
const folder = temporaryFolder();
const jobs = new JobQueue();
let store: Store;
let desk: LearningDesk;
let episode: string;
let clones: CloneReport;

beforeAll(async () => {
  const raceId = await demonstrate(
    folder.dataDir,
    { ...person, track, spec: CLUB_RACER, laps: 3, session: 0 },
    () => {},
  );
  store = await openStore(folder.dataDir);
  episode = (await episodesOfRace(store, raceId))[0]!.id;
  desk = new LearningDesk(jobs, folder.dataDir);
});
afterAll(async () => {
  await desk.close();
  await store.destroy();
  folder.remove();
});

/** Resolves with a job as it ended, and everything it told on the way. */
function ended({ id }: Job): Promise<{ job: Job; told: Job[] }> {
  const told: Job[] = [];
  return new Promise((resolve) => {
    const look = (job: Job): void => {
      told.push({ ...job, detail: { ...job.detail } });
      if (job.state !== 'queued' && job.state !== 'running') resolve({ job, told });
    };
    jobs.watch(id, look);
    look(jobs.get(id)!);
  });
}

const cloneMe = cloneRequestSchema.parse({ trackId: track.id, seeds: 2, budget: { steps: 150 } });

test('recorded laps become a dataset', async () => {
  const request = datasetRequestSchema.parse({ name: 'ring', recipe: { trackId: track.id, drivers: [driverId] } });
  const dataset = await desk.makeDataset(request, driverId);
  expect(dataset).toMatchObject({ version: 1, lapCount: 3, drivers: 1, trackId: track.id, createdBy: driverId });
  const { laps } = (await findDataset(store, dataset.id))!;
  expect(laps.map(({ episodeId, lap }) => [episodeId, lap])).toEqual([1, 2, 3].map((lap) => [episode, lap]));
});

test('"clone me" puts a copy and a coached clone of the same laps into the store', async () => {
  const { job, told } = await ended(await desk.clone(cloneMe, driverId));
  expect(job).toMatchObject({ kind: 'clone', state: 'done', progress: 1, error: null });
  clones = job.result as CloneReport;
  expect(clones).toMatchObject({ laps: 3, inTraffic: false });
  for (const kind of ['copy', 'coached'] as const) {
    const { manifest } = decodePolicy((await policyFile(store, clones[kind]))!);
    expect(manifest).toMatchObject({ kind, trackId: track.id, trackHash: track.hash, steps: 150 });
    expect(manifest.dataset.id).toBe(clones.datasetId);
    expect(manifest.samples.recovery > 0).toBe(kind === 'coached');
    expect(manifest.chosenFrom).toHaveLength(2);
  }
  const shares = told.map(({ progress }) => progress);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  const stages = told.map(({ detail }) => `${detail.kind} ${detail.stage}`);
  for (const kind of ['copy', 'coached']) {
    expect(stages).toEqual(expect.arrayContaining([`${kind} training`, `${kind} driving`]));
  }
});

test('an evaluation is a job whose result is kept beside the policy', async () => {
  const order = evaluationRequestSchema.parse({ policyId: clones.coached, rollouts: 3, laps: 1 });
  const { job } = await ended(await desk.evaluate(order, null, driverId));
  expect(job.state).toBe('done');
  const { id, ...report } = job.result as EvaluationReport & { id: string };
  expect(report).toMatchObject({ policy: clones.coached, trackId: track.id, rollouts: 3, lapsPlanned: 3 });
  expect((await findEvaluation(store, id))!.result).toEqual(JSON.parse(JSON.stringify(report)));
});

test('on a road that its person never drove a policy is judged without them', async () => {
  const order = evaluationRequestSchema.parse({ policyId: clones.copy, rollouts: 2, laps: 1, seed: 3 });
  const { job } = await ended(await desk.evaluate(order, loadTrack('assets/tracks/oval.json'), driverId));
  expect(job).toMatchObject({ state: 'done', error: null });
  const report = evaluationReportSchema.parse(job.result);
  expect(report).toMatchObject({ trackId: 'oval', ownTrack: false, startsFrom: 'centreLine', lapsPlanned: 2 });
  expect([report.fidelity, report.offline, report.style, report.demonstratorLapTimeMs]).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(report.autonomy).toBeGreaterThanOrEqual(report.autonomyInterval[0]);
});

test('where its person has driven too, rollouts begin in those laps and their time stands beside', async () => {
  const oval = loadTrack('assets/tracks/oval.json');
  const before = { ...person, track: oval, spec: CLUB_RACER, laps: 2, session: 0 };
  const [episode] = await episodesOfRace(store, await demonstrate(folder.dataDir, before, () => {}));
  const order = evaluationRequestSchema.parse({ policyId: clones.copy, rollouts: 2, laps: 1 });
  const { job } = await ended(await desk.evaluate(order, oval, driverId));
  const report = evaluationReportSchema.parse(job.result);
  expect(report).toMatchObject({ startsFrom: 'people', fidelity: null, style: null });
  expect(report.demonstratorLapTimeMs).toBe(Math.round(episode!.laps[1]!.timeMs)); // the first came from the grid
});

test('policies are set side by side, and shown on a page, by the thread that judges', async () => {
  const order = { policies: [clones.coached, clones.copy], trackId: null, kicks: false };
  const comparison = await desk.compare(order);
  expect(comparison).toMatchObject({ trackId: track.id, missing: [clones.copy] }); // it was judged on the oval alone
  expect(comparison.policies.map(({ policyId }) => policyId)).toEqual([clones.coached]);
  expect(await desk.report(order, 'en')).toMatch(/^<!doctype html>/);
  const none = { status: 409, message: expect.stringMatching(/no policy "p-none"/) };
  await expect(desk.report({ ...order, policies: ['p-none'] }, 'en')).rejects.toMatchObject(none);
});

test('a cancelled evaluation keeps nothing', async () => {
  const before = await store.selectFrom('evaluation').select('id').execute();
  const order = evaluationRequestSchema.parse({ policyId: clones.coached, rollouts: 40, laps: 10 });
  const job = await desk.evaluate(order, null, driverId);
  const end = ended(job);
  await new Promise<void>((resolve) => jobs.watch(job.id, ({ progress }) => progress > 0 && resolve()));
  jobs.cancel(job.id);
  expect((await end).job).toMatchObject({ state: 'cancelled' });
  expect((await end).job.progress).toBeLessThan(1);
  expect(await store.selectFrom('evaluation').select('id').execute()).toEqual(before);
});

test('the parting is computed once, against the laps learned from or an episode', async () => {
  const asked = desk.diverge({ policy: clones.coached });
  expect(desk.diverge({ policy: clones.coached })).toBe(asked);
  const parting = (await asked) as DivergenceReport;
  expect(parting).toMatchObject({ policy: clones.coached, kind: 'coached', against: clones.datasetId, laps: 2 });
  expect(parting.samples.map(({ s }) => s)).toEqual(Array.from({ length: 150 }, (_, s) => s));
  const ofEpisode = (await desk.diverge({ policy: clones.copy, episode })) as DivergenceReport;
  expect(ofEpisode).toMatchObject({ kind: 'copy', against: episode, rollouts: 20 });
  desk.forget();
  expect(desk.diverge({ policy: clones.coached })).not.toBe(asked);
});

test('who has no lap is refused with a sentence that says what to do', async () => {
  const request = datasetRequestSchema.parse({ name: 'none', recipe: { trackId: track.id, drivers: ['d-nobody'] } });
  const refusal = { status: 409, message: expect.stringMatching(/^No lap on "ring150" fits .* Drive one, or widen/) };
  await expect(desk.makeDataset(request, 'd-nobody')).rejects.toMatchObject(refusal);
  // Naming another's episode does not make its laps one's own.
  const borrowed = { ...request, recipe: { ...request.recipe!, episodes: [episode] } };
  await expect(desk.makeDataset(borrowed, 'd-nobody')).rejects.toMatchObject(refusal);
  const { job } = await ended(await desk.clone(cloneMe, 'd-nobody'));
  expect(job).toMatchObject({ state: 'failed', error: refusal.message });
  await expect(desk.diverge({ policy: 'p-none' })).rejects.toMatchObject({ status: 409 });
});

test('a cancelled training keeps nothing', async () => {
  const before = await store.selectFrom('policy').select('id').execute();
  const job = await desk.clone({ ...cloneMe, budget: { steps: 20_000 } }, driverId);
  const end = ended(job);
  await new Promise<void>((resolve) => jobs.watch(job.id, ({ detail }) => detail.stage === 'training' && resolve()));
  jobs.cancel(job.id);
  expect((await end).job.state).toBe('cancelled');
  expect(await store.selectFrom('policy').select('id').execute()).toEqual(before);
});
