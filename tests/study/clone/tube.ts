import { comparableLaps, profileOfLap } from '../../../shared/divergence/laps.ts';
import { heldOut } from '../../../shared/divergence/point.ts';
import { median } from '../../../shared/evaluation/interval.ts';
import type { Track } from '../../../shared/track/track.ts';
import { lapsOfPlayer, type Player, playerName } from '../players.ts';

/** Flying laps of each player that are held out in turn. */
const FLYING = 20;

/** How many laps of a player stay inside the tube of the player's other laps. */
export interface OwnTube {
  player: string;
  hands: Player['hands'];
  laps: number;
  /** Never outside for 10 m. */
  stayed: number;
  /** Share of metres inside. */
  fidelity: number;
  lapTimeMs: { median: number; shortest: number; longest: number };
}

/** One race of 21 laps; the first, from the grid, is not compared. */
export function ownTubeOf(player: Player, track: Track): OwnTube {
  const laps = comparableLaps(lapsOfPlayer(player, track, FLYING + 1));
  const own = heldOut(laps.map(profileOfLap));
  const times = laps.map(({ timeMs }) => timeMs);
  return {
    ...{ player: playerName(player), hands: player.hands, ...own },
    fidelity: Math.round(own.fidelity * 1e4) / 1e4,
    lapTimeMs: { median: median(times), shortest: Math.min(...times), longest: Math.max(...times) },
  };
}
