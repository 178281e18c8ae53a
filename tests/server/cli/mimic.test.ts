import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparisonSchema } from '../../../shared/wire/comparison.ts';
import { evaluationReportSchema } from '../../../shared/wire/evaluations.ts';
import { documentIn, expectRefusal, mimicIn } from './commandline.ts';

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'mimic-cli-'));
});
afterAll(() => rmSync(dataDir, { recursive: true }));

const mimic = (...words: string[]) => mimicIn(dataDir, ...words);
const document = (...words: string[]) => documentIn(dataDir, ...words);

describe('the road on the command line', () => {
  let race: { id: string; raceId: string };
  let policy: string;
  let dataset: string;

  test('tracks are listed', async () => {
    const { items, next } = await document('track', 'list');
    expect(next).toBeNull();
    expect(items.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(['oval', 'technical', 'obstacle']),
    );
    const words = await mimic('track', 'list');
    expect(words.out).toMatch(/^id\s+name\s+length/);
  });

  test('a scripted driver demonstrates two laps, labelled scripted', async () => {
    const episode = await document('demonstrate', '--track', 'oval', '--laps', '2', '--hands', 'pad', '--seed', '8');
    expect(episode).toMatchObject({ trackId: 'oval', status: 'complete', falls: 0, physics: 1 });
    expect(episode.driver).toEqual({ id: 'scripted-mid-pad-8', kind: 'scripted', policyId: null });
    expect(episode.laps.map(({ number, clean }: { number: number; clean: boolean }) => [number, clean])).toEqual([
      [1, true],
      [2, true],
    ]);
    race = episode;
  });

  test('the episode is listed, and replays to its own hashes', async () => {
    const [listed, replayed, verified] = await Promise.all([
      document('episode', 'list', '--track', 'oval'),
      document('replay', race.raceId, '--verify'),
      document('episode', 'verify'),
    ]);
    expect(listed.items.map(({ id }: { id: string }) => id)).toEqual([race.id]);
    expect(replayed).toMatchObject({ raceId: race.raceId, verified: true, reason: null });
    expect(replayed.ticks).toBeGreaterThan(2000); // two laps of 517 m
    expect(verified.items).toEqual([replayed]);
  });

  test('its laps stand in the list of scripted drivers, and in no other', async () => {
    const scripted = await document('leaderboard', '--track', 'oval', '--who', 'scripted');
    expect(scripted).toMatchObject({ trackId: 'oval', car: 'club-racer', sector: null });
    expect(scripted.items).toMatchObject([{ position: 1, driverId: 'scripted-mid-pad-8', episodeId: race.id }]);
    expect((await document('leaderboard', '--track', 'oval')).items).toEqual([]);
    expectRefusal(await mimic('leaderboard', '--track', 'oval', '--sector', '9'), /--sector: got 9, expected 1 to 3/);
  });

  test('its laps become a dataset, and that a policy', async () => {
    const made = await document('dataset', 'create', '--track', 'oval', '--name', 'two laps');
    expect(made).toMatchObject({ name: 'two laps', version: 1 });
    expect(made.laps).toHaveLength(2);
    dataset = made.id;
    const judged = await document('dataset', 'laps', dataset);
    expect(judged.items).toHaveLength(made.laps.length);
    expect(judged.items[0]).toMatchObject({ pace: expect.any(Number), manner: { fullShare: expect.any(Number) } });
    const trained = await document('train', '--dataset', dataset, '--steps', '60', '--seeds', '2');
    expect(trained).toMatchObject({ dataset, head: 'bins', kind: 'coached', steps: 60 });
    expect(trained.samples.human).toBeGreaterThan(1000);
    expect(trained.samples.recovery).toBeGreaterThan(1000);
    expect(trained.chosenFrom.map(({ seed }: { seed: number }) => seed)).toEqual([1, 2]);
    for (const figure of ['trainLoss', 'validationLoss', 'persistence', 'seconds']) {
      expect(trained[figure]).toBeGreaterThan(0);
    }
    policy = trained.policy;
  });

  test('behind a slower car its lap is in traffic, and the car ahead is recorded beside it', async () => {
    const among = ['demonstrate', '--track', 'oval', '--laps', '1', '--seed', '9', '--behind', '1'];
    const episode = await document(...among);
    expect(episode.driver.id).toBe('scripted-mid-keyboard-9');
    expect(episode.laps).toMatchObject([{ inTraffic: true }]);
    const { items } = await document('episode', 'list', '--track', 'oval');
    expect(items.map(({ driver }: { driver: { id: string } }) => driver.id)).toContain('scripted-paced-1');
  });

  test('laps driven alone make no clone that sees cars', async () => {
    const words = ['train', '--dataset', dataset, '--sees', 'traffic', '--steps', '60', '--seeds', '1'];
    expectRefusal(await mimic(...words), /0 s of laps with another car in sight/);
  });

  test('the policy is judged, and held against its person', async () => {
    const [judged, parting, listed] = await Promise.all([
      document('evaluate', '--policy', policy, '--rollouts', '2', '--laps', '1'),
      document('diverge', '--policy', policy),
      document('dataset', 'list'),
    ]);
    expect(judged).toMatchObject({ policy, trackId: 'oval', seed: 1, rollouts: 2, lapsPlanned: 2 });
    for (const rate of ['fallsPerLap', 'offTracksPerLap', 'autonomy', 'fidelity']) {
      const [low, high] = judged[`${rate}Interval`];
      expect(judged[rate]).toBeGreaterThanOrEqual(low);
      expect(judged[rate]).toBeLessThanOrEqual(high);
    }
    expect(judged.offline.persistenceMse).toBeGreaterThan(0);
    expect(parting).toMatchObject({ policy, against: dataset, trackId: 'oval' });
    expect(Object.keys(parting.samples[0]).sort()).toEqual(['clone', 'high', 'low', 'mean', 's', 'timeGapMs']);
    expect(listed.items.map(({ id }: { id: string }) => id)).toEqual([dataset]);
  });

  test('on several tracks, with kicks; and set side by side on a page', async () => {
    const page = join(dataDir, 'judged.html');
    const order = ['--policy', policy, '--track', 'oval', 'kart', '--rollouts', '2', '--laps', '1', '--kicks'];
    const { items } = await document('evaluate', ...order, '--report', page);
    const reports = items.map((item: unknown) => evaluationReportSchema.parse(item));
    expect(reports).toMatchObject([
      { trackId: 'oval', ownTrack: true, startsFrom: 'heldOut', kicks: {} },
      { trackId: 'kart', ownTrack: false, startsFrom: 'centreLine', fidelity: null, offline: null },
    ]);
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/);
    expect(readFileSync(join(dataDir, 'judged-kart.html'), 'utf8')).toContain('on kart');
    const [compared, refused] = await Promise.all([
      document('compare', '--policies', policy, 'p-none', '--kicks', '--track', 'kart'),
      mimic('compare', '--policies', policy, '--track', 'sweep'),
    ]);
    expect(comparisonSchema.parse(compared)).toMatchObject({ trackId: 'kart', kicks: true, missing: ['p-none'] });
    expectRefusal(refused, /None of these policies was evaluated on "sweep"/);
  });
});

describe('what cannot be done is told in one line', () => {
  test.each([
    [['replay', 'r_nowhere'], /r_nowhere/],
    [['train', '--dataset', 'ds-none'], /no dataset "ds-none"/],
    [['evaluate', '--policy', 'p-none'], /no policy "p-none"/],
    [['dataset', 'create', '--track', 'technical'], /No lap on "technical"/],
    [['demonstrate', '--track', 'monza'], /No track "monza". There are .*oval/],
    [['demonstrate', '--laps', 'many'], /--laps: got "many", expected a whole number from 1 to 200/],
    [['demonstrate', '--hands', 'feet'], /--hands: got "feet", expected one of keyboard, pad/],
    [['train', '--dataset', 'x', '--seeds', '99'], /--seeds: got "99", expected a whole number from 1 to 8/],
    [['diverge', '--policy', 'p', '--dataset', 'd', '--episode', 'e'], /both --dataset and --episode/],
    [['train'], /neither or both of --dataset and --resume/],
    [['fly'], /unknown command 'fly'/],
  ])('mimic %j', async (words, reason) => {
    expectRefusal(await mimic(...words), reason);
  });
});

test('a reader that goes away before the end is no fault', async () => {
  const child = spawn(process.execPath, ['server/cli/mimic.ts', 'track', 'list'], {
    env: { ...process.env, DATA_DIR: dataDir },
  });
  child.stdout.destroy();
  let errors = '';
  child.stderr.on('data', (bytes) => {
    errors += bytes;
  });
  const [code] = await once(child, 'close');
  expect([code, errors]).toEqual([0, '']);
});
