import type { RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { lapsOfPlayer, type Player } from '../players.ts';

export const cueTrack = loadTrack('assets/tracks/cue.json');
export const plainTrack = loadTrack('assets/tracks/technical.json');

/** Laps learned from, one board each, and laps whose states the judged passes start from. */
export const LEARNED = { cue: 60, plain: 3 };
export const HELD = { cue: 4, plain: 1 };

export const PLAYERS: readonly Player[] = [
  { hands: 'keyboard', skill: 'mid', seed: 5 },
  { hands: 'pad', skill: 'mid', seed: 8 },
];

export type Road = keyof typeof LEARNED;
export const trackOf = (road: Road) => (road === 'cue' ? cueTrack : plainTrack);

/** Laps of one race alone, those to learn from and those held out after them. */
export function lapsFor(player: Player, road: Road): { learned: RecordedLap[]; held: RecordedLap[] } {
  const laps = lapsOfPlayer(player, trackOf(road), LEARNED[road] + HELD[road]);
  return { learned: laps.slice(0, LEARNED[road]), held: laps.slice(LEARNED[road]) };
}
