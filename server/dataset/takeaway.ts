import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { encodeLog } from '../../shared/episode/codec.ts';
import { LogError, type RaceLog } from '../../shared/episode/log.ts';
import { RaceLogRewriting } from '../../shared/episode/rewrite.ts';
import { publicTrajectory, trajectoryOf } from '../../shared/episode/trajectory.ts';
import type { Track } from '../../shared/track/track.ts';
import type { TakeawayResult } from '../../shared/wire/rights.ts';
import { otherWork } from '../episode/closing.ts';
import { publicEpisode, type StoredEpisode, toEpisode } from '../store/episodes.ts';
import { jobsBy } from '../store/jobs.ts';
import { keptOf } from '../store/kept.ts';
import { policyFile } from '../store/policies.ts';
import { readLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';

/** What a person finds when they open the archive. */
const ABOUT = `Everything this Mimic GP server keeps of one driver.
이 Mimic GP 서버가 한 드라이버에 대해 보관하는 모든 것이에요.

everything.json       laps, sessions, choices, trainings, datasets and policies that use the laps
                      랩, 세션, 동의 기록, 학습 기록, 내 랩을 쓰는 데이터셋과 주행 모델
races/*.mimiclog      race logs with your cars alone: "mimic replay --verify FILE" drives them again
                      내 차만 담은 레이스 로그
trajectories/*.csv    the same drives as tables, 60 rows a second, metres, seconds and radians
                      같은 주행의 표 (1초에 60줄, 단위는 미터·초·라디안)
clones/*.safetensors  the clones that learned from you alone
                      나에게서만 배운 클론
`;

type Written = Omit<TakeawayResult, 'bytes'>;

/**
 * Write everything that is kept of a driver into an empty folder, a race at a time. Other people's cars are in none of
 * the files; a log that does not replay cannot be cut to one's own cars and stays out, which is told.
 */
export async function writeTakeaway(
  store: Store,
  driverId: string,
  folder: string,
  progress: (share: number) => void = () => {},
): Promise<Written> {
  for (const name of ['races', 'trajectories', 'clones']) mkdirSync(join(folder, name));
  const episodes = await episodesBy(store, driverId);
  const races = [...new Set(episodes.map(({ raceId }) => raceId))];
  const written: Written = { races: 0, episodes: episodes.length, unreadable: [] };
  for (const [done, raceId] of races.entries()) {
    const own = episodes.filter((episode) => episode.raceId === raceId);
    if (await writeRace(store, driverId, own, folder)) written.races++;
    else written.unreadable.push(raceId);
    progress((done + 1) / races.length);
  }
  await writeClones(store, driverId, join(folder, 'clones'));
  const everything = {
    ...(await keptOf(store, driverId)),
    drives: episodes.map(publicEpisode),
    lapQuality: await qualityOf(store, driverId),
    trainings: await jobsBy(store, driverId),
    unreadable: written.unreadable,
  };
  writeFileSync(join(folder, 'everything.json'), `${JSON.stringify(everything, null, 2)}\n`);
  writeFileSync(join(folder, 'README.txt'), ABOUT);
  return written;
}

async function episodesBy(store: Store, driverId: string): Promise<StoredEpisode[]> {
  const query = store.selectFrom('episode').selectAll().where('driver_id', '=', driverId);
  return (await query.orderBy('started_at').orderBy('first_tick').execute()).map(toEpisode);
}

/** False for a race whose log does not replay. */
async function writeRace(
  store: Store,
  driverId: string,
  own: readonly StoredEpisode[],
  folder: string,
): Promise<boolean> {
  const { raceId } = own[0]!;
  try {
    const { log, track } = await readLog(store, raceId);
    for (const episode of own) await writeTrajectory(log, track, episode, join(folder, 'trajectories'));
    const cut = await onlyCars(log, track, carsOf(log, driverId));
    if (cut) writeFileSync(join(folder, 'races', `${raceId}.mimiclog`), encodeLog(cut));
    return cut !== null;
  } catch (error) {
    if (error instanceof LogError) return false;
    throw error;
  }
}

/** Log indices of the cars in which this driver sat, and no other person. */
function carsOf(log: RaceLog, driverId: string): number[] {
  const sat = log.header.cars.map((driver) => [driver]) as { driverId: string; kind: string }[][];
  for (const event of log.chunks.flatMap((chunk) => chunk.events)) {
    if (event.kind === 'driver') sat[event.car]!.push(event.driver);
  }
  const isOwn = (drivers: (typeof sat)[number]): boolean =>
    drivers.some((driver) => driver.driverId === driverId) &&
    drivers.every((driver) => driver.driverId === driverId || driver.kind !== 'human');
  return sat.flatMap((drivers, car) => (isOwn(drivers) ? [car] : []));
}

async function onlyCars(log: RaceLog, track: Track, cars: readonly number[]): Promise<RaceLog | null> {
  if (cars.length === 0) return null;
  const rewriting = new RaceLogRewriting(log, track, cars);
  while (rewriting.advance()) await otherWork();
  return rewriting.finish();
}

async function writeTrajectory(log: RaceLog, track: Track, episode: StoredEpisode, folder: string): Promise<void> {
  const { columns, rows } = publicTrajectory(episode.id, trajectoryOf(log, track, episode));
  const lines = function* (): Generator<string> {
    yield `${columns.join(',')}\n`;
    for (const row of rows) yield `${row.map((value) => (value === null ? '' : Number(value))).join(',')}\n`;
  };
  await pipeline(lines, createWriteStream(join(folder, `${episode.id}.csv`)));
}

async function writeClones(store: Store, driverId: string, folder: string): Promise<void> {
  const clones = await store.selectFrom('policy').select('id').where('driver_id', '=', driverId).execute();
  for (const { id } of clones) {
    const bytes = await policyFile(store, id);
    if (bytes) writeFileSync(join(folder, `${id}.safetensors`), bytes);
  }
}

/** How each lap was driven, without the profile, which the trajectories hold in full. */
async function qualityOf(store: Store, driverId: string): Promise<unknown[]> {
  const query = store.selectFrom('lap_quality').selectAll().where('driver_id', '=', driverId);
  const rows = await query.orderBy('started_at').orderBy('number').execute();
  return rows.map(({ profile: _, flags, ...row }) => ({ ...row, flags: JSON.parse(flags) }));
}
