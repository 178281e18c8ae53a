import { matchMaker } from '@colyseus/core';
import type { OpenRace } from '../../shared/wire/api.ts';

/** What matchmaking knows of a race besides the fields it matches by. */
export interface RaceListing {
  code: string;
  trackId: string;
  laps: number;
  begun: boolean;
}

/** The races with this code: the one that can be joined first; those that are over stay as long as their results. */
export async function racesByCode(code: string): Promise<OpenRace[]> {
  const rooms = await matchMaker.query({ name: 'race', code });
  const races = rooms.map(({ metadata, clients, maxClients, locked }): OpenRace => {
    const { trackId, laps, begun } = metadata as RaceListing;
    return { code, trackId, laps, people: clients, places: maxClients, state: stateOf(begun, locked) };
  });
  return races.sort((a, b) => Number(b.state === 'waiting') - Number(a.state === 'waiting'));
}

/** A room is locked at the countdown, and before that while every place is taken. */
function stateOf(begun: boolean, locked: boolean | undefined): OpenRace['state'] {
  if (begun) return 'begun';
  return locked ? 'full' : 'waiting';
}
