import { type LapDemonstration, STATE_WIDTH, ticksOf } from '../dataset/lap.ts';
import { seededRandom } from '../exact/random.ts';
import { newCar } from '../race/car.ts';
import { type Placing, placeCar } from '../race/placing.ts';
import { CUE_SIGHT, type Side, toldSide } from '../track/cue.ts';
import { locate } from '../track/locate.ts';
import type { Hazard, Track } from '../track/track.ts';
import type { Metres, MetresPerSecond, Radians } from '../units/units.ts';
import { readState, restingState, type VehicleState } from '../vehicle/state.ts';

/** What there is to choose a side of: a rock, an island without a board, an island whose board tells the side. */
export const PASS_KINDS = ['obstacle', 'fork', 'cue'] as const;
export type PassKind = (typeof PASS_KINDS)[number];

export interface PassStartSettings {
  /** Starts at each hazard. */
  passes: number;
  seed: number;
  /** Road between a start and the hazard's near rim; before a board it is the board's sight and 5 m, whatever is asked. */
  approach: Metres;
  /** Uniform ± each, added to where the lap was: sideways, sideways speed, turned from the road. */
  spread: Metres;
  sideways: MetresPerSecond;
  turned: Radians;
  /**
   * `lap`: at the lap's own offset and in its own motion, which may already tell the side that was meant. `straight`: at
   * the lap's speed, but along the road, without sideways speed or yaw, about the hazard's own offset: nothing tells.
   */
  motion: 'lap' | 'straight';
}

/** Sixty metres before a hazard is as far as anybody sees one by default. */
export const PASS_STARTS: PassStartSettings = {
  ...{ passes: 20, seed: 1, approach: 60, motion: 'lap' },
  ...{ spread: 1, sideways: 0.3, turned: 0.03 },
};

/** Where one pass begins. */
export interface PassStart {
  state: VehicleState;
  hazard: Hazard;
  kind: PassKind;
  /** By the board, in the lap that the start's distance is in; null where no board tells. */
  told: Side | null;
}

/** Boards tell other sides in other laps: these laps come after any that was learned from. */
const FIRST_LAP = 100;
const BEFORE_SIGHT: Metres = 5;

/**
 * Starts before every hazard of a track, from the laps' own states there: give laps that nobody learned from. Boards
 * tell left and right in turn, so that always taking one side is right half the time. Starts are spread over the laps in
 * order; a lap that does not come by moving is passed over, and without any there are no starts.
 */
export function passStarts(
  track: Track,
  laps: readonly LapDemonstration[],
  settings: PassStartSettings = PASS_STARTS,
): PassStart[] {
  const random = seededRandom(settings.seed * 613 + 29);
  return track.hazards.flatMap((hazard, k) => {
    const island = k - track.obstacles.length;
    const board = track.cues.find((cue) => cue.island === island);
    const kind: PassKind = board ? 'cue' : island >= 0 ? 'fork' : 'obstacle';
    const from = board ? board.s - CUE_SIGHT - BEFORE_SIGHT : hazard.s - hazard.radius - settings.approach;
    const places = laps.map((lap) => placeOf(lap, from)).filter((place) => place !== null);
    if (places.length === 0) return [];
    let lap = board ? FIRST_LAP : 1;
    return Array.from({ length: settings.passes }, (_, i): PassStart => {
      const told = board ? (i % 2 === 0 ? 'left' : 'right') : null;
      if (told)
        do lap++;
        while (toldSide(track, island, lap) !== told);
      const place = places[i % places.length]!;
      const still = { offset: hazard.offset, turned: 0, vy: 0, yawRate: 0, steer: 0 };
      const base = settings.motion === 'straight' ? { ...place, ...still } : place;
      const uniform = (size: number): number => size * (2 * random.uniform() - 1);
      const state = stateAt(track, laps[0]!, {
        ...base,
        distance: from + lap * track.length,
        offset: base.offset + uniform(settings.spread),
        vy: base.vy + uniform(settings.sideways),
        turned: base.turned + uniform(settings.turned),
      });
      return { state, hazard, kind, told };
    });
  });
}

type Place = Required<Omit<Placing, 'distance'>>;

/** How a lap moves, relative to the road, where it first comes to road coordinate `s`; null where it does not, or stands. */
function placeOf({ track, states, ...lap }: LapDemonstration, s: Metres): Place | null {
  const state = restingState();
  const wrapped = s - track.length * Math.floor(s / track.length);
  const before = Math.max(0, lap.number - 1) * track.length;
  for (let tick = 0; tick <= ticksOf(lap); tick++) {
    if (states[tick * STATE_WIDTH + 7]! - before < wrapped) continue;
    readState(states, tick * STATE_WIDTH, state);
    if (state.distance - before > wrapped + 2 || state.vx < MOVING) return null;
    const { vx: speed, vy, yawRate, steer } = state;
    const road = locate(track, state.x, state.y, state.distance);
    return { offset: road.offset, turned: state.heading - road.heading, speed, vy, yawRate, steer };
  }
  return null;
}

const MOVING: MetresPerSecond = 5;

function stateAt(track: Track, { spec }: LapDemonstration, placing: Placing): VehicleState {
  const car = newCar('pass', spec);
  placeCar(track, car, placing);
  const { x, y, heading, vx, vy, yawRate, steer, distance } = car;
  return { x, y, heading, vx, vy, yawRate, steer, distance };
}
