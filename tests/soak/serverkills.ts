import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { verifyRace } from '../../server/episode/verify.ts';
import { openDatabase, openStore } from '../../server/store/database.ts';
import { findRace } from '../../server/store/races.ts';
import { FLAG_DISCARDED, FLAG_STARVED, type RaceLog } from '../../shared/episode/log.ts';
import type { ReplayVisit } from '../../shared/episode/resimulate.ts';
import { newDriverSchema } from '../../shared/wire/api.ts';
import { type RunningServer, startServer } from '../journey/server.ts';
import { checkIntegrity, checkRace, type Findings, noFindings } from './checks.ts';
import { DriversProcess } from './driversprocess.ts';
import { COUNTS, countOf } from './frames.ts';

const RING = join(import.meta.dirname, '../tracks/ring150.json');
const ROOMS = 8;
const CARS = 8;
/**
 * The kill comes at a random instant of so long after the last room's lights are out, and every other time after every
 * room's first acknowledgement.
 */
const LONGEST_MS = 2500;
const CLOSED_WITHIN_MS = 60_000;

/** One token a seat; each of these people races in every room. */
async function people(port: number): Promise<string[]> {
  const tokens: string[] = [];
  while (tokens.length < CARS) {
    const made = await fetch(`http://127.0.0.1:${port}/api/drivers`, { method: 'POST' });
    tokens.push(newDriverSchema.parse(await made.json()).driverToken);
  }
  return tokens;
}

/**
 * The frames of a car, as applied, are those its driver sent, in their order: one a tick, none of them twice, and left
 * out only where the log says that the server dropped some, repeated only where it says that none had come.
 */
function sent(log: RaceLog, findings: Findings): ReplayVisit {
  const last = log.header.cars.map((): number | null => null);
  return (tick, _, { frames, flags }) => {
    for (const [car, frame] of frames.entries()) {
      if (flags[car] & FLAG_STARVED) continue;
      findings.frames++;
      const count = countOf(frame);
      const before = last[car];
      last[car] = count;
      const step = before === null ? 1 : (count - before + COUNTS) % COUNTS;
      const dropped = (flags[car] & FLAG_DISCARDED) !== 0;
      if (step === 1 || (dropped && step > 1 && step < 600)) continue;
      const { raceId } = log.header;
      findings.faults.push(`race ${raceId}, car ${car}, tick ${tick}: got frame ${count} after ${before}`);
    }
  };
}

async function acknowledged(drivers: DriversProcess, races: readonly string[]): Promise<void> {
  for (let waited = 0; waited < 120_000; waited += 20) {
    if (races.every((raceId) => drivers.acknowledged.has(raceId))) return;
    await pause(20);
  }
  throw new Error('The server acknowledged nothing for two minutes.');
}

/** What the killed server left, before another starts. */
async function look(
  dataDir: string,
  races: readonly string[],
  drivers: DriversProcess,
  findings: Findings,
): Promise<void> {
  const { store, database } = await openDatabase(dataDir);
  checkIntegrity(database, findings);
  for (const raceId of races) {
    const acknowledged = (drivers.acknowledged.get(raceId) ?? -1) + 1;
    await checkRace(store, { raceId, acknowledged }, findings, sent);
  }
  await store.destroy();
}

/** The server that came back closes the races; then all that was derived from them must verify, too. */
async function closed(dataDir: string, races: readonly string[], findings: Findings): Promise<void> {
  const store = await openStore(dataDir);
  for (const raceId of races) {
    const running = async () => (await findRace(store, raceId))?.status === 'running';
    for (let waited = 0; (await running()) && waited < CLOSED_WITHIN_MS; waited += 100) await pause(100);
    if (!(await findRace(store, raceId))) continue;
    const { verified, reason } = await verifyRace(store, raceId);
    if (!verified) findings.faults.push(`race ${raceId}, after the next start: ${reason}`);
  }
  await store.destroy();
}

/** Kill the real server `kills` times, at random instants, while 64 recorded cars race over real sockets. */
export async function killServers(
  dataDir: string,
  kills: number,
  progress: (words: string) => void,
): Promise<Findings> {
  const findings = noFindings();
  cpSync(RING, join(dataDir, 'tracks/ring150.json'));
  const drivers = new DriversProcess();
  let server: RunningServer = await startServer(dataDir);
  try {
    const tokens = await people(server.port);
    const order = {
      trackId: 'ring150',
      laps: 50,
      tokens,
      rooms: Array<number>(ROOMS).fill(CARS),
      frames: 'counted',
    } as const;
    for (let kill = 1; kill <= kills; kill++) {
      const races = await drivers.race({ ...order, port: server.port });
      if (kill % 2 === 1) await acknowledged(drivers, races);
      await pause(Math.random() * LONGEST_MS);
      const exited = once(server.process, 'exit');
      server.process.kill('SIGKILL');
      const [, signal] = await exited;
      if (signal !== 'SIGKILL') throw new Error(`The server ended by itself:\n${server.output()}`);
      // What was on its way to the people when the server died is acknowledged, too.
      await pause(200);
      await drivers.stop();
      await look(dataDir, races, drivers, findings);
      server = await startServer(dataDir);
      await closed(dataDir, races, findings);
      progress(`server killed ${kill} of ${kills} times: ${findings.races} races, ${findings.faults.length} faults`);
    }
  } finally {
    drivers.end();
    server.process.kill('SIGKILL');
  }
  return findings;
}
