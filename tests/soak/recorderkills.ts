import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { allRaces, verifyRace } from '../../server/episode/verify.ts';
import { openDatabase, openStore } from '../../server/store/database.ts';
import type { RaceLog } from '../../shared/episode/log.ts';
import type { ReplayVisit } from '../../shared/episode/resimulate.ts';
import { Watched } from '../server/episode/session.ts';
import { checkIntegrity, checkRace, type Findings, noFindings } from './checks.ts';
import { soakFrame } from './frames.ts';

const HOST = new URL('./recorderhost.ts', import.meta.url).pathname;
const ROOMS = 8;
/** Every eighth kill comes while the process is starting, opens the store or closes its predecessor's races. */
const EARLY = 8;
const LONGEST_MS = 2000;
const LONGEST_START_MS = 1200;

interface Killed {
  /** Ticks by race, as they were acknowledged before the kill. */
  acknowledged: Map<string, number>;
  gaps: string[];
}

async function recordAndKill(dataDir: string, seed: number, early: boolean): Promise<Killed> {
  const child = spawn(process.execPath, [HOST, dataDir, String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  const exited = once(child, 'close');
  if (!early) await Promise.race([once(child.stdout, 'data'), exited]);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * (early ? LONGEST_START_MS : LONGEST_MS)));
  child.kill('SIGKILL');
  const [code, signal] = await exited;
  if (signal !== 'SIGKILL') throw new Error(`The recorder's process ended by itself with code ${code}.`);
  const killed: Killed = { acknowledged: new Map(), gaps: [] };
  for (const line of told.split('\n').slice(0, -1)) {
    const [raceId, tick, gap] = line.split(' ');
    killed.acknowledged.set(raceId, Math.max(killed.acknowledged.get(raceId) ?? 0, Number(tick)));
    if (gap !== '0') killed.gaps.push(line);
  }
  return killed;
}

/** Every frame of the log is the one that was driven. */
const driven =
  (seed: number) =>
  (_: RaceLog, findings: Findings): ReplayVisit =>
  (tick, __, { frames }) => {
    for (const [car, frame] of frames.entries()) {
      const { steer, pedal } = soakFrame(seed, car, tick);
      findings.frames++;
      if (frame.steer !== steer || frame.pedal !== pedal) {
        const got = `${frame.steer}, ${frame.pedal}`;
        findings.faults.push(`race r-${seed}, car ${car}, tick ${tick}: got ${got}, drove ${steer}, ${pedal}`);
      }
    }
  };

/**
 * Kill a process with a recorder and 64 cars `kills` times, at random instants, always over the same data; and look
 * after each kill, before anything repairs it, and at all of it in the end.
 */
export async function killRecorders(
  dataDir: string,
  kills: number,
  progress: (words: string) => void,
): Promise<Findings> {
  const findings = noFindings();
  await (await openStore(dataDir)).destroy();
  for (let kill = 1; kill <= kills; kill++) {
    const seed = 1000 + kill * 100;
    const { acknowledged, gaps } = await recordAndKill(dataDir, seed, kill % EARLY === 0);
    findings.faults.push(...gaps.map((line) => `kill ${kill}: acknowledged a gap: ${line}`));
    const { store, database } = await openDatabase(dataDir);
    checkIntegrity(database, findings);
    for (let own = seed; own < seed + ROOMS; own++) {
      const race = { raceId: `r-${own}`, acknowledged: acknowledged.get(`r-${own}`) ?? 0 };
      await checkRace(store, race, findings, driven(own));
    }
    await store.destroy();
    progress(`recorder killed ${kill} of ${kills} times: ${findings.races} races, ${findings.faults.length} faults`);
  }
  await closeAll(dataDir, findings);
  return findings;
}

/** One more start closes what is left; then everything that was ever begun must verify, rows and counters too. */
async function closeAll(dataDir: string, findings: Findings): Promise<void> {
  const last = new Watched(dataDir);
  const store = await openStore(dataDir);
  const running = async () =>
    (await store.selectFrom('race').select('id').where('status', '=', 'running').execute()).length;
  for (let waited = 0; (await running()) > 0 && waited < 60_000; waited += 100) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await last.recorder.close();
  for await (const raceId of allRaces(store)) {
    const { verified, reason } = await verifyRace(store, raceId);
    if (!verified) findings.faults.push(`race ${raceId}, verified in the end: ${reason}`);
  }
  await store.destroy();
}
