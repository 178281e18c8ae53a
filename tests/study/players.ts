import { lapsOfLog, type RecordedLap } from '../../shared/dataset/demonstrations.ts';
import type { HandsSettings } from '../../shared/driver/scripted.ts';
import type { Track } from '../../shared/track/track.ts';
import { record } from '../shared/dataset/recorded.ts';

/** A scripted person of the studies: never called human. */
export type Player = Required<Pick<HandsSettings, 'hands' | 'skill' | 'seed'>>;

/**
 * Three with taps and three with a smooth stick, of every skill. Persons 1 to 3 are those on whom the method was tuned
 * in the lab; these six never were.
 */
export const PLAYERS: readonly Player[] = [
  { hands: 'keyboard', skill: 'fast', seed: 4 },
  { hands: 'keyboard', skill: 'mid', seed: 5 },
  { hands: 'keyboard', skill: 'sloppy', seed: 6 },
  { hands: 'pad', skill: 'fast', seed: 7 },
  { hands: 'pad', skill: 'mid', seed: 8 },
  { hands: 'pad', skill: 'sloppy', seed: 9 },
];

export const playerName = ({ hands, skill, seed }: Player): string => `${hands} ${skill} ${seed}`;

/** All laps of one race that the player drives alone, from the grid on, as its log gives them back. */
export function lapsOfPlayer(player: Player, track: Track, laps: number): RecordedLap[] {
  const { log, episodes } = record(track, [player], laps, `study-${player.hands}-${player.skill}-${player.seed}`);
  return lapsOfLog(log, track, episodes);
}
