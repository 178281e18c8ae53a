import type { CardLap } from '../../shared/dataset/cardparts.ts';
import type { ChosenLap } from '../../shared/dataset/choice.ts';
import { lapContent } from '../../shared/dataset/lapcontent.ts';
import { parseHeader } from '../../shared/episode/header.ts';
import type { RaceLogChunk, RaceLogHeader } from '../../shared/episode/log.ts';
import { PHYSICS } from '../../shared/race/constants.ts';
import { vehicleHash } from '../../shared/vehicle/spec.ts';
import { unpackChunk } from '../store/chunks.ts';
import type { Store } from '../store/tables.ts';
import type { Candidate, CandidateLap } from './candidates.ts';
import { NoLaps } from './refusal.ts';

/** Chosen laps with what their card tells of them, and what all of them have in common. */
export interface CardLaps {
  laps: CardLap[];
  trackHash: string;
  vehicleHash: string;
}

/**
 * Read what the chosen laps hold from their logs, race by race, without driving them again: a race was played and
 * compared tick by tick when it was closed. NoLaps when they are of several versions of the track or the car, or of
 * other physics.
 */
export async function readCardLaps(
  store: Store,
  candidates: readonly Candidate[],
  chosen: readonly ChosenLap[],
): Promise<CardLaps> {
  const episodes = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const races = new Map<string, number[]>();
  for (const [index, { episodeId }] of chosen.entries()) {
    const { raceId } = episodes.get(episodeId)!;
    const here = races.get(raceId);
    if (here) here.push(index);
    else races.set(raceId, [index]);
  }
  const laps: CardLap[] = new Array(chosen.length);
  const common: { track: Set<string>; vehicle: Set<string> } = { track: new Set(), vehicle: new Set() };
  const hashes = new VehicleHashes();
  for (const [raceId, indices] of races) {
    const { header, chunks } = await readChunks(store, raceId);
    refuseOtherPhysics(header);
    common.track.add(header.trackHash);
    for (const index of indices) {
      const episode = episodes.get(chosen[index].episodeId)!;
      common.vehicle.add(hashes.of(header.cars[episode.car].spec));
      laps[index] = cardLap(episode, chosen[index], chunks);
    }
  }
  return { laps, trackHash: only('track', common.track), vehicleHash: only('car', common.vehicle) };
}

/** A race's header and log, as they are stored. */
async function readChunks(store: Store, raceId: string): Promise<{ header: RaceLogHeader; chunks: RaceLogChunk[] }> {
  const race = await store.selectFrom('race').select('header').where('id', '=', raceId).executeTakeFirst();
  if (!race) throw new NoLaps(`Race ${raceId} went while its laps were read. Choose laps again.`);
  const header = parseHeader(race.header);
  const rows = await store
    .selectFrom('race_chunk')
    .select('bytes')
    .where('race_id', '=', raceId)
    .orderBy('sequence')
    .execute();
  return { header, chunks: rows.map(({ bytes }) => unpackChunk(bytes, header.cars.length)) };
}

function refuseOtherPhysics({ raceId, physics, replay }: RaceLogHeader): void {
  if (physics === PHYSICS || replay === 'states') return;
  throw new NoLaps(
    `Race ${raceId} is of physics ${physics}, this build replays ${PHYSICS}. ` +
      'Run "npm run mimic -- episode upgrade" with the build that wrote it.',
  );
}

function cardLap(episode: Candidate, { driverId, number }: ChosenLap, chunks: readonly RaceLogChunk[]): CardLap {
  const at = episode.laps.findIndex((lap) => lap.number === number);
  const lap = episode.laps[at];
  const from = at > 0 ? episode.laps[at - 1].endTick + 1 : episode.firstTick;
  return {
    ...{ episodeId: episode.id, driverId, number, raceId: episode.raceId, startedAt: episode.startedAt },
    ...{ sessionId: episode.sessionId, kind: episode.driver.kind, consent: episode.consent },
    ...{ timeMs: lap.timeMs, clean: lap.clean, inTraffic: lap.inTraffic, ticks: lap.endTick + 1 - from },
    content: lapContent({ chunks: chunks as RaceLogChunk[] }, episode.car, from, lap.endTick + 1),
    ...{ quality: lap.quality ?? null, flags: flagsOf(lap) },
  };
}

const flagsOf = ({ flags, quality }: CandidateLap): readonly string[] =>
  quality?.mark === 'flagged' ? [...flags, 'marked'] : flags;

function only(what: 'track' | 'car', hashes: ReadonlySet<string>): string {
  const [one, other] = hashes;
  if (other === undefined) return one;
  throw new NoLaps(
    `The laps are of ${hashes.size} versions of the ${what} (${one.slice(0, 8)}, ${other.slice(0, 8)}), expected one. ` +
      'Name the episodes of one version in the recipe.',
  );
}

/** Races share a few specifications, each of which takes a while to hash. */
class VehicleHashes {
  private readonly known = new Map<string, string>();

  of(spec: RaceLogHeader['cars'][number]['spec']): string {
    const text = JSON.stringify(spec);
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const hash = vehicleHash(spec);
    this.known.set(text, hash);
    return hash;
  }
}
