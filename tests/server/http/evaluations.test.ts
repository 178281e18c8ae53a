import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefusal } from '../../../server/dataset/collection.ts';
import { comparePolicies } from '../../../server/evaluation/comparison.ts';
import { reportOn } from '../../../server/evaluation/report/report.ts';
import { insertEvaluation } from '../../../server/store/evaluations.ts';
import { insertPolicy } from '../../../server/store/policies.ts';
import { TaskRefusal } from '../../../server/training/taskthread.ts';
import { comparisonSchema, rankingSchema } from '../../../shared/wire/comparison.ts';
import {
  type EvaluationReport,
  evaluationSchema,
  evaluationsSchema,
  type RolloutRow,
} from '../../../shared/wire/evaluations.ts';
import { reportOf } from '../evaluation/reports.ts';
import { TRACKS } from '../race/raceserver.ts';
import { type HttpServer, httpServer } from './httpserver.ts';

const track = TRACKS.get('ring150')!;
const here = { trackId: track.id, trackHash: track.hash };
let server: HttpServer;

beforeAll(async () => {
  server = await httpServer({
    compare: (order) => comparePolicies(server.store, order),
    report: async (order, language) => {
      const { html } = await reportOn(server.store, order, language).catch((error: Error) => {
        throw isRefusal(error) ? new TaskRefusal(error.message) : error; // as the examining thread does
      });
      return html;
    },
  });
});
afterAll(() => server.close());

/** A policy whose file claims that it never fell. */
async function policy(name: string): Promise<string> {
  const scores = { rollouts: 99, lapsPlanned: 999, lapsFinished: 999, cleanLaps: 999, falls: 0, fallsPerLap: 0 };
  const manifest = { name, kind: 'coached', scores: { ...scores, lapTimeMs: 1 } };
  const place = { datasetId: null, driverId: null, createdBy: null, trackId: track.id };
  return (await insertPolicy(server.store, { ...place, manifest, file: Buffer.from(name) })).id;
}

/** Evaluations are told apart by the moment they are kept at, to a millisecond. */
async function judged(policyId: string, rows: Partial<RolloutRow>[], fields: Partial<EvaluationReport> = {}) {
  for (const last = Date.now(); Date.now() <= last; ) await new Promise((resolve) => setTimeout(resolve, 1));
  const result = reportOf(rows, { policy: policyId, ...here, ...fields });
  return insertEvaluation(server.store, { policyId, request: {}, result });
}
const rollouts = (count: number, row: Partial<RolloutRow> = {}) => new Array(count).fill(row);
const get = async (path: string) => (await server.ask('GET', `/api/evaluations${path}`)).body;

test('policies stand in order of what this server saw, whatever their files claim', async () => {
  const [safe, wild, brief, never, elsewhere] = await Promise.all(
    ['safe', 'wild', 'brief', 'never', 'old'].map(policy),
  );
  await judged(wild, rollouts(20, { falls: 2, clean: 1 }));
  const long = await judged(safe, rollouts(40));
  await judged(safe, rollouts(12, { falls: 1, clean: 2 })); // newer, but of fewer laps
  await judged(brief, rollouts(5)); // 15 laps without a fall
  await judged(elsewhere, rollouts(40), { trackHash: 'of an older version' });
  await judged(wild, rollouts(40), { kicks: { kicks: 9, fallsPerKick: 0, fallsPerKickInterval: [0, 1] } });
  const ranking = rankingSchema.parse(await get(`/ranking?track=${track.id}`));
  expect(ranking.items.map(({ position, name }) => [position, name])).toEqual([
    [1, 'safe'],
    [2, 'wild'],
  ]);
  expect(ranking.items[0]).toMatchObject({ policyId: safe, evaluationId: long, lapsPlanned: 120 });
  expect(ranking.items[1]!.fallsPerLap).toBeCloseTo(2 / 3, 12);
  const reasons = Object.fromEntries(ranking.unranked.map(({ policyId, reason }) => [policyId, reason]));
  expect(reasons).toEqual({ [brief]: 'tooFewLaps', [never]: 'notJudged', [elsewhere]: 'notJudged' });
});

test('evaluations are listed newest first, in pages, and looked at whole', async () => {
  const id = await policy('listed');
  const first = await judged(id, rollouts(2, { falls: 1 }));
  const second = await judged(id, rollouts(3));
  const kicked = await judged(id, rollouts(1), { kicks: { kicks: 3, fallsPerKick: 0, fallsPerKickInterval: [0, 1] } });
  const page = evaluationsSchema.parse(await get(`?policy=${id}&limit=2`));
  expect(page.items.map((item) => item.id)).toEqual([kicked, second]);
  const rest = evaluationsSchema.parse(await get(`?policy=${id}&limit=2&after=${page.next}`));
  expect([rest.items.map((item) => item.id), rest.next]).toEqual([[first], null]);
  const latest = evaluationsSchema.parse(await get(`?policy=${id}&latest=true`));
  expect(latest.items.map((item) => item.id)).toEqual([kicked, second]);
  const plain = evaluationsSchema.parse(await get(`?policy=${id}&kicks=false&track=${track.id}`));
  expect(plain.items.map((item) => item.id)).toEqual([second, first]);
  expect(page.items[1]!.result).not.toHaveProperty('perRollout');
  const whole = evaluationSchema.parse(await get(`/${second}`));
  expect(whole).toMatchObject({ policyId: id, trackId: track.id });
  expect(whole.result.perRollout).toHaveLength(3);
});

test('policies side by side, by the newest of each; who was not judged like this is named', async () => {
  const [calm, rash, absent] = await Promise.all(['calm', 'rash', 'absent'].map(policy));
  await judged(calm, rollouts(4, { falls: 3 }));
  await judged(calm, [...rollouts(7), { falls: 3, clean: 1 }]);
  await judged(rash, rollouts(8, { falls: 6, clean: 0, lapTimeMs: null }));
  const comparison = comparisonSchema.parse(await get(`/compare?policies=${calm},${rash},${absent}`));
  expect(comparison.missing).toEqual([absent]);
  expect(comparison.policies.map(({ policyId, rollouts }) => [policyId, rollouts])).toEqual([
    [calm, 8],
    [rash, 8],
  ]);
  const falls = comparison.measures.find(({ measure }) => measure === 'fallsPerLap')!;
  expect(falls.policies.map((measured) => measured!.iqm.value)).toEqual([0, 2]);
  expect(falls.policies[0]!.mean.value).toBeCloseTo(1 / 8, 12);
  expect(falls.improvement[0]![1]).toMatchObject({ value: 1 });
  const times = comparison.measures.find(({ measure }) => measure === 'lapTimeMs')!;
  expect([times.policies[1], times.improvement[0]![1]]).toEqual([null, null]);
});

test('side by side stand only those that drove one version of the track', async () => {
  const [now, both, before] = await Promise.all(['now', 'both', 'before'].map(policy));
  const older = { trackHash: 'of an older version' };
  await judged(now, rollouts(3));
  await judged(both, rollouts(4));
  await judged(both, rollouts(5), older);
  await judged(before, rollouts(6), older);
  const of = async (...ids: (string | undefined)[]) => {
    const { policies, missing } = comparisonSchema.parse(await get(`/compare?policies=${ids.join()}`));
    return [policies.map(({ policyId, rollouts }) => [policyId, rollouts]), missing];
  };
  expect(await of(now, both, before)).toEqual([
    [
      [now, 3],
      [both, 4],
    ],
    [before],
  ]);
  expect(await of(before, both, now)).toEqual([
    [
      [before, 6],
      [both, 5],
    ],
    [now],
  ]);
});

test('the same as a page to keep', async () => {
  const id = await policy('<b>kept</b>');
  await judged(id, rollouts(4, { falls: 1 }));
  const page = await fetch(`${server.url}/api/evaluations/report?policies=${id}&language=ko`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await page.text()).toMatch(/<html lang="ko">.*<title>&lt;b&gt;kept&lt;\/b&gt;의 주행<\/title>/);
  const unjudged = await policy('unjudged');
  const refused = await server.ask('GET', `/api/evaluations/report?policies=${unjudged}`);
  expect([refused.status, refused.body.detail]).toEqual([
    409,
    expect.stringMatching(/None of these policies was evaluated/),
  ]);
});

test.each([
  ['/ranking?track=nowhere', 404, /no track "nowhere"/],
  ['/ranking', 400, /"track"/],
  ['/compare?policies=p-nobody', 404, /no policy "p-nobody"/],
  ['/compare?policies=', 400, /"policies"/],
  [`/compare?policies=${Array.from({ length: 13 }, (_, i) => `p-${i}`)}`, 400, /"policies"/],
  ['?limit=1000', 400, /"limit"/],
  ['?kicks=often', 400, /"kicks"/],
  ['/ev-none', 404, /no evaluation "ev-none"/],
])('GET /evaluations%s: %i', async (path, status, detail) => {
  const answer = await server.ask('GET', `/api/evaluations${path}`);
  expect([answer.status, answer.body.detail]).toEqual([status, expect.stringMatching(detail)]);
});
