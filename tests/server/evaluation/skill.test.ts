import { afterAll, beforeAll, expect, test } from 'vitest';
import { demonstrate } from '../../../server/cli/demonstration.ts';
import { lapsOfEpisode } from '../../../server/dataset/collection.ts';
import { othersOfSkill } from '../../../server/evaluation/skill.ts';
import { openStore } from '../../../server/store/database.ts';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import type { Store } from '../../../server/store/tables.ts';
import type { RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import { median } from '../../../shared/evaluation/interval.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { temporaryFolder } from '../episode/session.ts';

const track = loadTrack('tests/tracks/ring150.json');
const folder = temporaryFolder();
let store: Store;
/** Laps of each scripted driver, the way from the grid left out. */
const laps: RecordedLap[][] = [];

const drive = async (skill: 'mid' | 'sloppy', seed: number): Promise<RecordedLap[]> => {
  const order = { hands: 'pad', skill, seed, track, spec: CLUB_RACER, laps: 2, session: 0 } as const;
  const [episode] = await episodesOfRace(store, await demonstrate(folder.dataDir, order, () => {}));
  return (await lapsOfEpisode(store, episode!)).slice(1);
};

beforeAll(async () => {
  store = await openStore(folder.dataDir);
  for (const [skill, seed] of [
    ['mid', 1],
    ['mid', 5],
    ['sloppy', 3],
  ] as const) {
    laps.push(await drive(skill, seed));
  }
});
afterAll(async () => {
  await store.destroy();
  folder.remove();
});

const paceOf = (own: readonly RecordedLap[]): number => median(own.map(({ timeMs }) => timeMs));

test('others as fast are those whose median lap is within 3 %, and oneself is none of them', async () => {
  let found = 0;
  for (const own of laps) {
    const ground = { track, spec: CLUB_RACER, kind: 'scripted' } as const;
    const others = await othersOfSkill(store, ground, own);
    const equals = laps.filter((other) => other !== own && Math.abs(paceOf(other) / paceOf(own) - 1) <= 0.03);
    if (equals.length === 0) {
      expect(others).toBeNull();
      continue;
    }
    found += equals.length;
    expect(others).toMatchObject({ drivers: equals.length, laps: equals.length });
    expect(others!.lineRms).toBeGreaterThan(0.02);
    expect(others!.lineRms).toBeLessThan(5); // half the road's width
  }
  expect(found).toBeGreaterThan(0);
  // The three are not all alike, or this would tell nothing.
  const paces = laps.map(paceOf);
  expect(Math.max(...paces) / Math.min(...paces)).toBeGreaterThan(1.03);
});

test('scripted drivers are not held beside people', async () => {
  expect(await othersOfSkill(store, { track, spec: CLUB_RACER, kind: 'human' }, laps[0]!)).toBeNull();
});
