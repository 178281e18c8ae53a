import type { DatabaseSync } from 'node:sqlite';
import { readLog } from '../../server/store/races.ts';
import type { Store } from '../../server/store/tables.ts';
import { gapsOf, logTicks, type RaceLog } from '../../shared/episode/log.ts';
import type { ReplayVisit } from '../../shared/episode/resimulate.ts';
import { resimulate } from '../../shared/episode/resimulate.ts';

/** What a kill left behind, as it should be; every fault is a sentence. */
export interface Findings {
  races: number;
  /** Ticks of all races that had been acknowledged when the kill came, and ticks found. */
  acknowledgedTicks: number;
  keptTicks: number;
  /** Frames that were compared with what was driven or sent. */
  frames: number;
  seconds: number;
  faults: string[];
}

export const noFindings = (): Findings => ({
  ...{ races: 0, acknowledgedTicks: 0, keptTicks: 0, frames: 0, seconds: 0 },
  faults: [],
});

/** The file is sound, by SQLite's own word. */
export function checkIntegrity(database: DatabaseSync, findings: Findings): void {
  for (const row of database.prepare('PRAGMA integrity_check').all()) {
    if (row.integrity_check !== 'ok') findings.faults.push(`integrity: ${row.integrity_check}`);
  }
}

/**
 * A race that was cut off: every acknowledged tick is there and no counter runs ahead of the data, it replays to every
 * hash of its own, and `compare` is shown every tick.
 */
export async function checkRace(
  store: Store,
  { raceId, acknowledged }: { raceId: string; acknowledged: number },
  findings: Findings,
  compare: (log: RaceLog, findings: Findings) => ReplayVisit,
): Promise<void> {
  const race = await store
    .selectFrom('race')
    .select(['ticks', 'gap_ticks'])
    .where('id', '=', raceId)
    .executeTakeFirst();
  const fault = (words: string) => findings.faults.push(`race ${raceId}: ${words}`);
  if (!race) {
    if (acknowledged > 0) fault(`got no race, expected ${acknowledged} acknowledged ticks`);
    return;
  }
  const { log, track } = await readLog(store, raceId);
  const kept = logTicks(log);
  const [gap] = gapsOf(log);
  if (kept < acknowledged) fault(`got ${kept} ticks, expected the ${acknowledged} that were acknowledged`);
  if (race.ticks !== kept) fault(`its counter says ${race.ticks} ticks, its log has ${kept}`);
  if (gap || race.gap_ticks > 0) fault(`got a gap of ${gap?.ticks ?? race.gap_ticks} ticks, expected none`);
  const { mismatches, hashes } = resimulate(log, track, compare(log, findings));
  for (const { tick, got, expected } of mismatches) fault(`replay at tick ${tick}: got ${got}, expected ${expected}`);
  findings.races++;
  findings.seconds += hashes.length;
  findings.acknowledgedTicks += acknowledged;
  findings.keptTicks += kept;
}
