import type { Selectable } from 'kysely';
import type { EpisodeSummary, LapSummary } from '../../shared/episode/summary.ts';
import type { StoredEpisode } from '../store/episodes.ts';
import { isOpen } from '../store/laps.ts';
import type { RaceTable, Store } from '../store/tables.ts';
import type { Damage } from './verify.ts';

/** Of a log that is sound, what was derived from it. */
export async function compareRows(
  store: Store,
  race: Selectable<RaceTable>,
  stored: readonly StoredEpisode[],
  summaries: readonly EpisodeSummary[],
): Promise<Damage[]> {
  const found: Damage[] = [];
  const note = (reason: string, episodes: string[]) => found.push({ kind: 'rows', reason, tick: null, episodes });
  const nameOf = ({ car, firstTick }: { car: number; firstTick: number }) => `car ${car} from tick ${firstTick} on`;
  for (const summary of summaries) {
    const rows = stored.filter((episode) => nameOf(episode) === nameOf(summary));
    if (rows.length !== 1)
      note(
        `episodes of ${nameOf(summary)}: got ${rows.length}, expected 1`,
        rows.map(({ id }) => id),
      );
    for (const row of rows) {
      const reason = difference(row, summary) ?? (await lapRowsDifference(store, race, row));
      if (reason) note(`episode ${row.id}, ${reason}`, [row.id]);
    }
  }
  for (const row of stored) {
    if (!summaries.some((summary) => nameOf(summary) === nameOf(row)))
      note(`episode ${row.id}: got ${nameOf(row)}, expected a driver of its log`, [row.id]);
  }
  return found;
}

function difference(row: StoredEpisode, { driver, ticks, gapTicks, laps }: EpisodeSummary): string | null {
  const pairs: [string, unknown, unknown][] = [
    ['driver', row.driver.id, driver.driverId],
    ['kind', row.driver.kind, driver.kind],
    ['ticks', row.ticks, ticks],
    ['gap ticks', row.gapTicks, gapTicks],
    ...(row.status === 'quarantined' ? [] : [['laps', lapsText(row.laps), lapsText(laps)] as [string, string, string]]),
  ];
  for (const [name, got, expected] of pairs) if (got !== expected) return `${name}: got ${got}, expected ${expected}`;
  return null;
}

const lapsText = (laps: readonly LapSummary[]): string =>
  laps
    .map(({ number, timeMs, clean, endTick }) => `${number}/${timeMs}${clean ? '' : ' not clean'}@${endTick}`)
    .join(' ') || 'none';

async function lapRowsDifference(
  store: Store,
  race: Selectable<RaceTable>,
  row: StoredEpisode,
): Promise<string | null> {
  const rows = await store
    .selectFrom('lap')
    .select(['number', 'time_ms'])
    .where('episode_id', '=', row.id)
    .where('sector', '=', 0)
    .orderBy('number')
    .execute();
  const shown = isOpen(row) && race.origin === null ? row.laps : [];
  const got = rows.map((lap) => `${lap.number}/${lap.time_ms}`).join(' ') || 'none';
  const expected = shown.map((lap) => `${lap.number}/${Math.round(lap.timeMs)}`).join(' ') || 'none';
  return got === expected ? null : `rows of laps: got ${got}, expected ${expected}`;
}
