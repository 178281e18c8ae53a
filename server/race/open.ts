import { matchMaker, ServerError } from '@colyseus/core';
import type { OpenRace } from '../../shared/wire/api.ts';
import { raceOptionsSchema } from '../../shared/wire/options.ts';
import type { Contest } from './contest.ts';

/** What matchmaking knows of a race. */
export interface RaceListing {
  code: string;
  /** Code of the collection session it is driven for; empty for none. */
  session: string;
  trackId: string;
  laps: number;
  quick: boolean;
  /** It waits, and a place is free. */
  open: boolean;
  begun: boolean;
  over: boolean;
  people: number;
  places: number;
}

/** How a race stands for matchmaking; `promised` are seats for drivers who have not come yet. */
export function listingOf({ phase, people, places, setup }: Contest, code: string, promised: number): RaceListing {
  const begun = phase !== 'waiting';
  return {
    code,
    session: setup.admission?.code ?? '',
    trackId: setup.track.id,
    laps: setup.laps,
    quick: setup.quick,
    open: !begun && people.length + promised < places,
    begun,
    over: phase === 'finished',
    people: people.length,
    places,
  };
}

/** The races with this code: the one that can be joined first; those that are over stay as long as their results. */
export async function racesByCode(code: string): Promise<OpenRace[]> {
  const rooms = await matchMaker.query({ name: 'race', code });
  const races = rooms.map(({ roomId, metadata }): OpenRace => {
    const { trackId, laps, people, places, begun, open } = metadata as RaceListing;
    return { roomId, code, trackId, laps, people, places, state: begun ? 'begun' : open ? 'waiting' : 'full' };
  });
  return races.sort((a, b) => Number(b.state === 'waiting') - Number(a.state === 'waiting'));
}

/** Two waiting races with one code would part those who were given it. */
export async function refuseCodeInUse(code: string | undefined): Promise<void> {
  if (code === undefined) return;
  const [race] = await racesByCode(code);
  if (!race || race.state === 'begun') return;
  throw new ServerError(409, `The code "${code}" belongs to a race that waits for people. Join it, or choose another.`);
}

/** Fits no race. */
const NONE = { code: '\0' };

/**
 * Which races fit somebody's options. To drive: those with a free place that wait, by the same code, or without one by
 * the same track and number of laps, strangers with strangers. To watch: by a code, until the race is over. Drivers of
 * a session, which has its own number of laps, meet each other alone. What cannot be read fits none; making the race
 * then says what is wrong.
 */
export function fittingRaces(given: unknown): Partial<RaceListing> {
  const { data } = raceOptionsSchema.safeParse(given ?? {});
  if (!data) return NONE;
  const { code, quick, spectate, session = '' } = data;
  if (spectate) return code === undefined ? NONE : { code, session, over: false };
  const road = session ? { trackId: data.trackId } : { trackId: data.trackId, laps: data.laps };
  if (quick) return { ...road, session, quick, open: true };
  return code === undefined ? { code: '', ...road, session, quick, open: true } : { code, session, open: true };
}
