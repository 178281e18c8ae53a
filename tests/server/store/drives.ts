import { type Episode, insertEpisode, type StoredEpisode } from '../../../server/store/episodes.ts';
import { insertLaps } from '../../../server/store/laps.ts';
import { insertRace } from '../../../server/store/races.ts';
import type { Store } from '../../../server/store/tables.ts';
import type { RaceLogHeader } from '../../../shared/episode/log.ts';
import { CLUB_RACER, type VehicleSpec } from '../../../shared/vehicle/spec.ts';
import { TRACKS } from '../race/raceserver.ts';

export const RING = TRACKS.get('ring150')!;
export const consent = { version: 1, recorded: true, shared: false, exported: false };

export interface Drive {
  driverId: string;
  /** Seconds of each lap; a negative one was not clean. A quarter of each is its first sector. */
  laps: number[];
  kind?: Episode['driver']['kind'];
  spec?: VehicleSpec;
  changed?: Partial<StoredEpisode>;
}

let races = 0;

/** One race that is over, straight into the store without a log; its id. */
export async function drove(store: Store, ...drives: Drive[]): Promise<string> {
  const raceId = `r-${++races}`;
  const startedAt = new Date(Date.UTC(2026, 10, 22, 10, 0, races)).toISOString();
  const drivers = drives.map(({ driverId, kind = 'human' }) => {
    const policyId = kind === 'policy' ? driverId : null;
    return { driverId, kind, policyId, consent: kind === 'human' ? consent : null };
  });
  const header: RaceLogHeader = {
    ...{ format: 1, raceId, physics: 1, trackId: RING.id, trackHash: RING.hash, trackFile: RING.file, startedAt },
    ...{ laps: Math.max(...drives.map(({ laps }) => laps.length)), contact: true },
    cars: drives.map(({ spec = CLUB_RACER }, car) => ({ id: `c${car}`, spec, ...drivers[car] })),
  };
  await insertRace(store, header, { id: 'test', pid: 1 });
  await store.updateTable('race').set({ status: 'complete', ticks: 900 }).where('id', '=', raceId).execute();
  for (const [car, { laps, changed = {} }] of drives.entries()) {
    const { driverId: id, kind, policyId, consent: allowed } = drivers[car];
    const episode: StoredEpisode = {
      ...{
        id: `e-${raceId}-${car}`,
        raceId,
        trackId: RING.id,
        startedAt,
        ticks: 900,
        gapTicks: 0,
        car,
        firstTick: 0,
        physics: 1,
      },
      ...{ vehicle: header.cars[car].spec.id, falls: 0, offTracks: 0, contacts: 0, status: 'complete' },
      driver: { id, kind, policyId },
      consent: allowed,
      laps: laps.map(lapOf),
      ...changed,
    };
    await insertEpisode(store, episode);
    await insertLaps(store, episode, header);
  }
  return raceId;
}

function lapOf(seconds: number, index: number): StoredEpisode['laps'][number] {
  const timeMs = Math.abs(seconds) * 1000;
  return {
    ...{ number: index + 1, timeMs, clean: seconds > 0, inTraffic: false, standingStart: index === 0, partial: false },
    ...{ sectors: [timeMs * 0.25, timeMs * 0.75], endTick: Math.round(timeMs * 0.06) * (index + 1), spoiledAt: null },
  };
}
