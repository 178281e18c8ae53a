import type { Track } from '../../shared/track/track.ts';
import type { Rival } from '../../shared/wire/options.ts';
import { type SeatedRival, seatClones, seatScripted } from '../bot/rivals.ts';
import type { PolicySource } from '../bot/source.ts';
import type { Visitor } from './entrant.ts';

/** A grid is filled up to so many cars. */
const QUICK_CARS = 6;

const STRANGERS: readonly Extract<Rival, { kind: 'scripted' }>[] = [
  { kind: 'scripted', skill: 'mid', hands: 'keyboard' },
  { kind: 'scripted', skill: 'fast', hands: 'pad' },
  { kind: 'scripted', skill: 'sloppy', hands: 'keyboard' },
  { kind: 'scripted', skill: 'mid', hands: 'pad' },
  { kind: 'scripted', skill: 'sloppy', hands: 'pad' },
];

/**
 * Rivals for the first person of a quick race: the newest clones on this track that anybody may race, one a driver, then
 * scripted drivers in this person's car. They give way to people from the last on. In a session its people race alone.
 */
export async function quickRivals(
  track: Track,
  { spec, session }: Pick<Visitor, 'spec' | 'session'>,
  policies: PolicySource,
): Promise<SeatedRival[]> {
  if (session) return [];
  const clones = seatClones(await policies.sharedClones(track.id, QUICK_CARS - 1));
  const scripted = STRANGERS.slice(0, QUICK_CARS - 1 - clones.length);
  return [...clones, ...scripted.map((rival, i) => seatScripted(rival, clones.length + i, spec))];
}

/** The rivals that still have a place beside so many people. */
export const rivalsBeside = (people: number, rivals: readonly SeatedRival[]): readonly SeatedRival[] =>
  rivals.slice(0, Math.max(0, QUICK_CARS - people));
