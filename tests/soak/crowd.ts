import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { verifyRace } from '../../server/episode/verify.ts';
import { openStore } from '../../server/store/database.ts';
import { findRace } from '../../server/store/races.ts';
import type { CrowdReport } from './crowdserver.ts';
import { DriversProcess } from './driversprocess.ts';

const ROOM = 8;
const TRACK = 'technical';
const LAPS = 50;
/** Joining, compiling and the crowd at the first corner are over. */
const WARM_UP_MS = 5000;
const CLOSED_WITHIN_MS = 120_000;

export interface CrowdResult extends CrowdReport {
  people: number;
  rooms: number;
  seconds: number;
  /** Frames that were sent, and ticks that had no frame, by all cars. */
  sentFrames: number;
  starvedTicks: number;
  discardedFrames: number;
  /** Of the logs, when all was over. */
  keptTicks: number;
  acknowledgedTicks: number;
  faults: string[];
}

/**
 * `people` scripted drivers in rooms of eight, all recorded, for `seconds`; every race's log must then hold every tick
 * that was driven, and replay.
 */
export async function raceCrowd(dataDir: string, people: number, seconds: number): Promise<CrowdResult> {
  const file = new URL('./crowdserver.ts', import.meta.url).pathname;
  const server = fork(file, [dataDir, String(people)], { stdio: 'inherit' });
  const drivers = new DriversProcess();
  try {
    const [{ port, tokens }] = (await once(server, 'message')) as [{ port: number; tokens: string[] }];
    const rooms = Array.from({ length: Math.ceil(people / ROOM) }, (_, i) => Math.min(ROOM, people - i * ROOM));
    await drivers.race({ port, tokens, rooms, trackId: TRACK, laps: LAPS, frames: 'road' });
    await pause(WARM_UP_MS);
    server.send('begin');
    await pause(seconds * 1000);
    const report = await reportOf(server);
    const seen = await drivers.stop();
    const { closed } = await allClosed(server, rooms.length);
    const ended = once(server, 'exit');
    server.send('end');
    await ended;
    const sum = (field: 'starvedTicks' | 'discardedFrames') => seen.rooms.reduce((all, room) => all + room[field], 0);
    const starving = { starvedTicks: sum('starvedTicks'), discardedFrames: sum('discardedFrames') };
    const counts = { closed, people, rooms: rooms.length, seconds, sentFrames: seen.sent, ...starving };
    return { ...report, ...counts, ...(await logs(dataDir, seen.rooms)) };
  } finally {
    drivers.end();
    server.kill('SIGKILL');
  }
}

async function reportOf(server: ChildProcess): Promise<CrowdReport> {
  const answer = once(server, 'message');
  server.send('report');
  return (await answer)[0] as CrowdReport;
}

/** Every race's episodes are in the store. */
async function allClosed(server: ChildProcess, races: number): Promise<CrowdReport> {
  for (let waited = 0; ; waited += 250) {
    const report = await reportOf(server);
    if (report.closed >= races || waited > CLOSED_WITHIN_MS) return report;
    await pause(250);
  }
}

interface Seen {
  raceId: string;
  tick: number;
  askedTick: number;
  recordedTick: number;
  lostTicks: number;
}

/** No tick that anybody saw is missing, none that was acknowledged, and everything replays. */
async function logs(
  dataDir: string,
  seen: readonly Seen[],
): Promise<Pick<CrowdResult, 'keptTicks' | 'acknowledgedTicks' | 'faults'>> {
  const store = await openStore(dataDir);
  const result = { keptTicks: 0, acknowledgedTicks: 0, faults: [] as string[] };
  for (const { raceId, tick, askedTick, recordedTick, lostTicks } of seen) {
    const fault = (words: string) => result.faults.push(`race ${raceId}: ${words}`);
    const race = await findRace(store, raceId);
    const { verified, reason, gapTicks } = await verifyRace(store, raceId);
    if (!verified) fault(`${reason}`);
    if (gapTicks > 0 || lostTicks > 0) fault(`${gapTicks} ticks are missing`);
    if ((race?.ticks ?? 0) < tick) fault(`got ${race?.ticks ?? 0} ticks, expected the ${tick} that were seen`);
    if (recordedTick < askedTick) fault(`acknowledged up to ${recordedTick}, seen ${askedTick} a minute before`);
    result.keptTicks += race?.ticks ?? 0;
    result.acknowledgedTicks += recordedTick + 1;
  }
  await store.destroy();
  return result;
}
