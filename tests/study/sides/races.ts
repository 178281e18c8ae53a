import { lapsOfLog, type RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import { STATE_WIDTH } from '../../../shared/dataset/lap.ts';
import { median } from '../../../shared/evaluation/interval.ts';
import type { Side } from '../../../shared/track/cue.ts';
import { locate, type RoadPoint } from '../../../shared/track/locate.ts';
import { buildTrack } from '../../../shared/track/track.ts';
import { type Metres, type Seconds, TICK_HZ } from '../../../shared/units/units.ts';
import { record } from '../../shared/dataset/recorded.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import type { Player } from '../players.ts';

/** The rock's radius: at the shipped 1.4 m nobody who turns off 1.2 s before it gets round it with room to spare. */
const RADIUS: Metres = 0.7;
/** How late the players choose: from about then on their own motion tells. */
export const LATE = { turnOff: 14, over: 20 };
/** Laps of each player's race; those that were not clean are left out. */
export const RACED = 64;
/** Clean laps learned from, and laps from which the judged passes start. */
export const LEARNED = 24;
export const HELD = 8;
/** The part of a lap that is learned from: a lap has one pass, and the rest of it would take most of the steps. */
const BEFORE: Metres = 75;
const AFTER: Metres = 50;

const shipped = loadTrack('assets/tracks/obstacle.json').file;
const obstacles = shipped.obstacles.map((obstacle) => ({ ...obstacle, radius: RADIUS }));
export const track = buildTrack({ ...shipped, id: 'obstacle-small', obstacles });
export const rock = track.obstacles[0]!;

export const PLAYERS: readonly Player[] = [
  { hands: 'keyboard', skill: 'mid', seed: 5 },
  { hands: 'pad', skill: 'mid', seed: 8 },
];

/** Clean flying laps of one race that a player who chooses late drives alone. */
export function lapsOf(player: Player): RecordedLap[] {
  const { log, episodes } = record(track, [{ ...player, late: LATE }], RACED, `sides-${player.hands}-${player.seed}`);
  return lapsOfLog(log, track, episodes)
    .slice(1)
    .filter(({ clean }) => clean);
}

/** The first row of a lap's states that is nearer to the rock's centre than `ahead`. */
function rowAt(lap: RecordedLap, ahead: Metres): number {
  const from = (lap.number - 1) * track.length + rock.s - ahead;
  let row = 0;
  while (lap.states[row * STATE_WIDTH + 7]! < from) row++;
  return row;
}

const roadAt = ({ states }: RecordedLap, row: number): RoadPoint =>
  locate(track, states[row * STATE_WIDTH]!, states[row * STATE_WIDTH + 1]!, states[row * STATE_WIDTH + 7]!);

export const sideOf = (lap: RecordedLap): Side => (roadAt(lap, rowAt(lap, 0)).offset > rock.offset ? 'left' : 'right');

/** Road to the rock's near rim that the median lap has so many seconds before it. */
export const aheadBy = (laps: readonly RecordedLap[], seconds: Seconds): Metres =>
  median(
    laps.map((lap) => {
      const row = rowAt(lap, rock.radius) - Math.round(seconds * TICK_HZ);
      return rock.s - rock.radius - (lap.states[row * STATE_WIDTH + 7]! - (lap.number - 1) * track.length);
    }),
  );

/** Share of laps whose side is told by the best threshold on one number of the car's motion, so far before the rim. */
export function toldBy(laps: readonly RecordedLap[], ahead: Metres): number {
  const seen = laps.map((lap) => {
    const row = rowAt(lap, ahead + rock.radius);
    const [, , heading, , vy, yawRate, steer] = lap.states.subarray(row * STATE_WIDTH, (row + 1) * STATE_WIDTH);
    const road = roadAt(lap, row);
    return { left: sideOf(lap) === 'left', numbers: [road.offset, heading! - road.heading, vy!, yawRate!, steer!] };
  });
  let best = 0;
  for (let k = 0; k < 5; k++) {
    for (const { numbers } of seen) {
      const right = seen.filter((one) => one.numbers[k]! >= numbers[k]! === one.left).length;
      best = Math.max(best, right, seen.length - right);
    }
  }
  return best / seen.length;
}

/** The first laps of either side, `left` of LEARNED to the left, and the next ones as held out. */
export function shareOf(laps: readonly RecordedLap[], left: number): { learned: RecordedLap[]; held: RecordedLap[] } {
  const of = (side: Side, count: number) => laps.filter((lap) => sideOf(lap) === side).slice(0, count);
  const learned = [...of('left', left), ...of('right', LEARNED - left)];
  const rest = laps.filter((lap) => !learned.includes(lap));
  const each = (side: Side) => rest.filter((lap) => sideOf(lap) === side).slice(0, HELD / 2);
  return { learned, held: [...each('left'), ...each('right')] };
}

/** The part of a lap around the rock, as a lap. */
export function aroundRock(lap: RecordedLap): RecordedLap {
  const [from, to] = [rowAt(lap, BEFORE), rowAt(lap, -AFTER)];
  const states = lap.states.slice(from * STATE_WIDTH, (to + 1) * STATE_WIDTH);
  return { ...lap, states, frames: lap.frames.slice(2 * from, 2 * to), others: new Float32Array(0) };
}
