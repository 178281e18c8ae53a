import { type Correction, correctionsOfLog } from '../../shared/dataset/corrections.ts';
import type { Drive } from '../../shared/dataset/samples.ts';
import type { LapSummary } from '../../shared/episode/summary.ts';
import type { Sight } from '../../shared/observation/spec.ts';
import type { Dataset } from '../store/datasets.ts';
import { readLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';
import { cardOf } from './collection.ts';
import { NoLaps } from './refusal.ts';

/** What a policy's file says of the corrections it learned from; a deletion of any of these episodes takes the policy with it. */
export interface CorrectionPlace {
  episode: string;
  firstTick: number;
  ticks: number;
}

/**
 * What the drivers of a dataset did at the wheel of cars that clones drive for them, on its track and in its car: turns
 * shorter than a lap in races that began with a clone at that wheel, none of a private session: what is learned from it
 * would not be private. NoLaps without any.
 *
 * @param viewer by whose word it is trained: their own turns only; null, of the command line, everybody's
 */
export async function correctionsFor(
  store: Store,
  dataset: Dataset,
  viewer: string | null,
  sees: Sight,
): Promise<Correction[]> {
  const { trackId, car, sessions } = cardOf(dataset).recipe;
  const drivers = [...new Set(dataset.laps.map(({ driverId }) => driverId))];
  const asked = viewer === null ? drivers : drivers.filter((driver) => driver === viewer);
  const turns = sessions.length > 0 ? [] : await turnsOf(store, { trackId, car, drivers: asked });
  const races = [...new Set(turns.map(({ raceId }) => raceId))];
  const found: Correction[] = [];
  for (const raceId of races) {
    const { log, track } = await readLog(store, raceId);
    const known = correctionsOfLog(
      log,
      track,
      turns.filter((turn) => turn.raceId === raceId),
    );
    found.push(
      ...(sees === 'road' ? known : known.filter(({ drives }) => drives.every(({ others }) => others !== null))),
    );
  }
  if (found.length > 0) return found;
  throw new NoLaps(
    `Corrections: got none by the drivers of dataset "${dataset.id}" on ${trackId}, expected 1 or more. Race with your ` +
      'clone at the wheel, and take it where the clone goes wrong.',
  );
}

/** Rejects with NoLaps when any of these turns was taken back since it was read. */
export async function requireCorrections(store: Store, corrections: readonly Correction[]): Promise<void> {
  for (const { episodeId } of corrections) {
    const row = await store.selectFrom('episode').select('id').where('id', '=', episodeId).executeTakeFirst();
    if (!row) throw new NoLaps('A correction was taken back during the training; nothing is kept of it.');
  }
}

export const drivesOf = (corrections: readonly Correction[]): Drive[] => corrections.flatMap(({ drives }) => drives);

export const placesOf = (corrections: readonly Correction[]): CorrectionPlace[] =>
  corrections.map(({ episodeId, firstTick, ticks }) => ({ episode: episodeId, firstTick, ticks }));

async function turnsOf(store: Store, { trackId, car, drivers }: { trackId: string; car: string; drivers: string[] }) {
  if (drivers.length === 0) return [];
  const rows = await store
    .selectFrom('episode')
    .innerJoin('episode as first', (join) =>
      join
        .onRef('first.race_id', '=', 'episode.race_id')
        .onRef('first.car', '=', 'episode.car')
        .on('first.first_tick', '=', 0)
        .on('first.kind', '=', 'policy'),
    )
    .innerJoin('race', 'race.id', 'episode.race_id')
    .leftJoin('session', 'session.id', 'race.session_id')
    .select(['episode.id', 'episode.race_id', 'episode.driver_id', 'episode.car'])
    .select(['episode.first_tick', 'episode.ticks', 'episode.laps'])
    .where('episode.track_id', '=', trackId)
    .where('episode.vehicle', '=', car)
    .where('episode.kind', '=', 'human')
    .where('episode.status', '!=', 'quarantined')
    .where('episode.driver_id', 'in', drivers)
    .where(({ or, eb }) => or([eb('session.private', 'is', null), eb('session.private', '=', 0)]))
    .orderBy('episode.started_at')
    .orderBy('episode.first_tick')
    .execute();
  return rows.flatMap(({ id, race_id: raceId, driver_id: driverId, car, first_tick: firstTick, ticks, laps }) => {
    const whole = (JSON.parse(laps) as LapSummary[]).some(({ partial }) => !partial);
    return whole ? [] : [{ episodeId: id, raceId, driverId, car, firstTick, ticks }];
  });
}
