import type { CardLap } from '../../shared/dataset/cardparts.ts';
import type { ChosenLap } from '../../shared/dataset/choice.ts';
import { lapContent } from '../../shared/dataset/lapcontent.ts';
import { lapName } from '../../shared/dataset/recipe.ts';
import { parseHeader } from '../../shared/episode/header.ts';
import type { RaceLogChunk, RaceLogHeader } from '../../shared/episode/log.ts';
import { PHYSICS } from '../../shared/race/constants.ts';
import { vehicleHash } from '../../shared/vehicle/spec.ts';
import { unpackChunk } from '../store/chunks.ts';
import type { Store } from '../store/tables.ts';
import type { Candidate, CandidateLap } from './candidates.ts';
import { NoLaps } from './refusal.ts';

/** Episodes that one query asks for. */
const PAGE = 1000;

/** Chosen laps with what their card tells of them, and what all of them have in common. */
export interface CardLaps {
  laps: CardLap[];
  trackHash: string;
  vehicleHash: string;
}

/** What a lap's content is told by: its hash, and the versions of road, car and code it was driven with. */
interface Held {
  content: string;
  trackHash: string;
  vehicleHash: string;
}

/**
 * The chosen laps as their card tells them. What they hold was hashed when they were judged; of laps that were not, or
 * that another physics drove, it is read from their logs. Nothing is driven again: a race was played and compared tick
 * by tick when it was closed. NoLaps when they are of several versions of the track or the car, or of other physics.
 */
export async function readCardLaps(
  store: Store,
  candidates: readonly Candidate[],
  chosen: readonly ChosenLap[],
): Promise<CardLaps> {
  const episodes = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const held = await heldInStore(store, [...new Set(chosen.map(({ episodeId }) => episodeId))]);
  const missing = chosen.filter((lap) => !held.has(lapName(lap)));
  await readLogs(store, episodes, missing, held);
  const each = chosen.map((lap) => held.get(lapName(lap))!);
  return {
    laps: chosen.map((lap, i) => cardLap(episodes.get(lap.episodeId)!, lap, each[i].content)),
    trackHash: only('track', new Set(each.map((lap) => lap.trackHash))),
    vehicleHash: only('car', new Set(each.map((lap) => lap.vehicleHash))),
  };
}

async function heldInStore(store: Store, episodes: readonly string[]): Promise<Map<string, Held>> {
  const held = new Map<string, Held>();
  for (let from = 0; from < episodes.length; from += PAGE) {
    const rows = await store
      .selectFrom('lap_quality')
      .innerJoin('lap', (join) =>
        join.onRef('lap.episode_id', '=', 'lap_quality.episode_id').onRef('lap.number', '=', 'lap_quality.number'),
      )
      .select(['lap_quality.episode_id as episodeId', 'lap_quality.number', 'lap_quality.content'])
      .select(['lap.track_hash as trackHash', 'lap.vehicle_hash as vehicleHash'])
      .where('lap_quality.episode_id', 'in', episodes.slice(from, from + PAGE))
      .where('lap.sector', '=', 0)
      .where('lap.physics', '=', PHYSICS)
      .execute();
    for (const { content, ...row } of rows) if (content !== null) held.set(lapName(row), { ...row, content });
  }
  return held;
}

async function readLogs(
  store: Store,
  episodes: ReadonlyMap<string, Candidate>,
  laps: readonly ChosenLap[],
  held: Map<string, Held>,
): Promise<void> {
  const races = new Map<string, ChosenLap[]>();
  for (const lap of laps) {
    const { raceId } = episodes.get(lap.episodeId)!;
    const here = races.get(raceId);
    if (here) here.push(lap);
    else races.set(raceId, [lap]);
  }
  for (const [raceId, here] of races) {
    const { header, chunks } = await readChunks(store, raceId);
    refuseOtherPhysics(header);
    for (const lap of here) {
      const episode = episodes.get(lap.episodeId)!;
      const { from, to } = ticksOf(episode, lap.number);
      held.set(lapName(lap), {
        content: lapContent({ chunks }, episode.car, from, to),
        trackHash: header.trackHash,
        vehicleHash: vehicleHash(header.cars[episode.car].spec),
      });
    }
  }
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

/** From the tick after the lap before to the one after its last. */
function ticksOf({ firstTick, laps }: Candidate, number: number): { from: number; to: number } {
  const at = laps.findIndex((lap) => lap.number === number);
  return { from: at > 0 ? laps[at - 1].endTick + 1 : firstTick, to: laps[at].endTick + 1 };
}

function cardLap(episode: Candidate, { driverId, number }: ChosenLap, content: string): CardLap {
  const lap = episode.laps.find((own) => own.number === number)!;
  const { from, to } = ticksOf(episode, number);
  return {
    ...{ episodeId: episode.id, driverId, number, raceId: episode.raceId, startedAt: episode.startedAt },
    ...{ sessionId: episode.sessionId, kind: episode.driver.kind, consent: episode.consent },
    ...{ timeMs: lap.timeMs, clean: lap.clean, inTraffic: lap.inTraffic, ticks: to - from, content },
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
