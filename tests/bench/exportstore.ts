import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { demonstrate, scriptedName } from '../../server/cli/demonstration.ts';
import { collect } from '../../server/dataset/collection.ts';
import { openStore } from '../../server/store/database.ts';
import { type DatasetLap, insertDataset } from '../../server/store/datasets.ts';
import { headerColumns } from '../../server/store/races.ts';
import type { Store } from '../../server/store/tables.ts';
import type { DatasetCard } from '../../shared/dataset/card.ts';
import { recipeSchema } from '../../shared/dataset/recipe.ts';
import { CLUB_RACER } from '../../shared/vehicle/spec.ts';
import { loadTrack } from '../shared/driver/racing.ts';

const RACES = 4;
const LAPS = 25;

/**
 * A store with a data set of `laps` laps: RACES races of LAPS laps by a scripted driver, copied in bulk under new ids. The
 * copies are equal, which no step of an export makes use of. Returns the data set's id.
 */
export async function manyLaps(dataDir: string, laps: number): Promise<string> {
  const track = loadTrack('tests/tracks/ring150.json');
  const person = { hands: 'pad', skill: 'mid', seed: 1 } as const;
  for (let session = 0; session < RACES; session++) {
    await demonstrate(dataDir, { ...person, track, spec: CLUB_RACER, laps: LAPS, session }, () => {});
  }
  const store = await openStore(dataDir);
  const recipe = recipeSchema.parse({ trackId: track.id, drivers: [scriptedName(person)], clean: false, laps: 200 });
  const { dataset } = await collect(store, 'one hundred', recipe, null);
  const card = dataset.card as DatasetCard;
  const rows = [...card.laps];
  const driven = rows.length;
  const races = await store.selectFrom('episode').select(['id', 'race_id']).execute();
  while (rows.length < laps) {
    for (const { id, race_id } of races) {
      const copy = await copyRace(store, race_id, id);
      for (const lap of card.laps.slice(0, driven)) if (lap.episodeId === id) rows.push({ ...lap, episodeId: copy });
    }
  }
  rows.length = laps;
  const chosen: DatasetLap[] = rows.map(({ episodeId, driverId, number }) => ({ episodeId, driverId, lap: number }));
  const large = { ...card, laps: rows, counts: { ...card.counts, laps: rows.length } };
  const { id } = await insertDataset(store, { name: 'many', recipe, laps: chosen, card: large, createdBy: null });
  await store.destroy();
  return id;
}

/** Everything of a race but its ids; the new id of its one episode. */
async function copyRace(store: Store, raceId: string, episodeId: string): Promise<string> {
  const race = `r_${randomBytes(9).toString('base64url')}`;
  const episode = `e-${randomBytes(9).toString('hex')}`;
  await store.transaction().execute(async (transaction) => {
    const row = await transaction.selectFrom('race').selectAll().where('id', '=', raceId).executeTakeFirstOrThrow();
    const header = headerColumns({ ...JSON.parse(row.header), raceId: race });
    const copy = { ...row, id: race, ...header };
    await transaction.insertInto('race').values(copy).execute();
    await sql`INSERT INTO race_chunk (race_id, sequence, ticks, bytes)
      SELECT ${race}, sequence, ticks, bytes FROM race_chunk WHERE race_id = ${raceId}`.execute(transaction);
    const own = await transaction
      .selectFrom('episode')
      .selectAll()
      .where('id', '=', episodeId)
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto('episode')
      .values({ ...own, id: episode, race_id: race })
      .execute();
  });
  return episode;
}
