import { type Kysely, sql } from 'kysely';
import { contentHash } from '../../shared/exact/content.ts';

/** What the schema before `lap` holds of an episode; this file changes with no later schema. */
interface OldEpisode {
  id: string;
  car: number;
  driver_id: string;
  kind: string;
  policy_id: string | null;
  track_id: string;
  vehicle: string;
  laps: string;
  started_at: string;
  consent: string | null;
}

interface OldLap {
  number: number;
  timeMs: number;
  clean: boolean;
  partial: boolean;
  sectors: number[];
}

/** Fill `lap` from the laps that episodes hold, race by race. A race whose header cannot be read keeps none. */
export async function backfillLaps(db: Kysely<unknown>): Promise<void> {
  const races = await sql<{ id: string; track_hash: string }>`
    SELECT id, track_hash FROM race WHERE status IN ('complete', 'interrupted')`.execute(db);
  for (const { id, track_hash } of races.rows) {
    const { rows: headers } = await sql<{ header: string }>`SELECT header FROM race WHERE id = ${id}`.execute(db);
    const vehicles = vehicleHashes(headers[0].header);
    const { rows: episodes } = await sql<OldEpisode>`
      SELECT id, car, driver_id, kind, policy_id, track_id, vehicle, laps, started_at, consent
      FROM episode WHERE race_id = ${id} AND status <> 'quarantined'`.execute(db);
    for (const episode of episodes) {
      const vehicleHash = vehicles[episode.car];
      if (vehicleHash && isOpen(episode)) await fill(db, episode, track_hash, vehicleHash);
    }
  }
}

function vehicleHashes(header: string): string[] {
  try {
    return (JSON.parse(header) as { cars: { spec: unknown }[] }).cars.map(({ spec }) => contentHash(spec));
  } catch {
    return [];
  }
}

const isOpen = ({ kind, consent }: OldEpisode): boolean =>
  kind !== 'human' || (consent !== null && JSON.parse(consent).recorded === true);

async function fill(db: Kysely<unknown>, episode: OldEpisode, trackHash: string, vehicleHash: string): Promise<void> {
  for (const { number, timeMs, clean, partial, sectors } of JSON.parse(episode.laps) as OldLap[]) {
    const whole = clean && !partial;
    for (const [sector, time] of [timeMs, ...(whole ? sectors : [])].entries()) {
      await sql`INSERT INTO lap (episode_id, number, sector, time_ms, clean, track_id, track_hash, vehicle,
          vehicle_hash, driver_id, kind, policy_id, started_at)
        VALUES (${episode.id}, ${number}, ${sector}, ${Math.round(time)}, ${whole ? 1 : 0}, ${episode.track_id},
          ${trackHash}, ${episode.vehicle}, ${vehicleHash}, ${episode.driver_id}, ${episode.kind},
          ${episode.policy_id}, ${episode.started_at})`.execute(db);
    }
  }
}
