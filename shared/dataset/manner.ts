import { FULL } from '../race/frame.ts';
import { type Radians, type Seconds, TICK, TICK_HZ } from '../units/units.ts';
import { type LapDemonstration, STATE_WIDTH, ticksOf } from './lap.ts';

/** How a lap was driven: what tells taps from a stick, and a steady hand from a nervous one. */
export interface LapManner {
  /** Share of ticks with neither steer nor pedal. */
  idleShare: number;
  /** Share of steering frames that are full left, full right or straight: 1 for keys. */
  fullShare: number;
  /** Median length of a press at full lock; 0 without one. */
  holdSeconds: Seconds;
  /** Steering reversals a minute: turns of the front wheels back by at least REVERSAL (Markkula and Engström 2006). */
  reversals: number;
  /** Root mean square of the change of steer and pedal, full scales a second: 0 is perfectly smooth. */
  activity: number;
}

/** Steering by keys is full or straight in nearly every frame; a stick, wheel or finger is so only by chance. */
const KEYS_FULL_SHARE = 0.9;

/** The kind of hands a lap was driven with. */
export const styleOf = ({ fullShare }: Pick<LapManner, 'fullShare'>): 'keys' | 'stick' =>
  fullShare >= KEYS_FULL_SHARE ? 'keys' : 'stick';

/** 2°, the gap that the reversal rate is usually given for. */
const REVERSAL: Radians = 0.035;
const STEER = 6;

export function mannerOf(lap: Pick<LapDemonstration, 'frames' | 'states'>): LapManner {
  const { frames } = lap;
  const ticks = ticksOf(lap);
  let idle = 0;
  let full = 0;
  let change = 0;
  for (let t = 0; t < ticks; t++) {
    const steer = frames[t * 2];
    const pedal = frames[t * 2 + 1];
    if (steer === 0 && pedal === 0) idle++;
    if (steer === 0 || Math.abs(steer) === FULL) full++;
    if (t === 0) continue;
    const turned = (steer - frames[t * 2 - 2]) / FULL;
    const pressed = (pedal - frames[t * 2 - 1]) / FULL;
    change += turned * turned + pressed * pressed;
  }
  return {
    idleShare: idle / ticks,
    fullShare: full / ticks,
    holdSeconds: medianHold(frames, ticks),
    reversals: (countReversals(lap.states, ticks) * 60) / (ticks * TICK),
    activity: Math.sqrt(change / Math.max(1, ticks - 1)) * TICK_HZ,
  };
}

function medianHold(frames: Int8Array, ticks: number): Seconds {
  const holds: number[] = [];
  let held = 0;
  for (let t = 0; t <= ticks; t++) {
    const steer = t < ticks ? frames[t * 2] : 0;
    const goesOn = held > 0 && steer === frames[t * 2 - 2];
    if (held > 0 && !goesOn) holds.push(held);
    if (Math.abs(steer) === FULL) held = goesOn ? held + 1 : 1;
    else held = 0;
  }
  holds.sort((a, b) => a - b);
  return holds.length > 0 ? holds[Math.floor(holds.length / 2)] * TICK : 0;
}

/** How often the wheels turn back by at least the gap from where they had turned to. */
function countReversals(states: Float32Array, ticks: number): number {
  let extreme = states[STEER];
  let direction = 0;
  let count = 0;
  for (let t = 1; t <= ticks; t++) {
    const angle = states[t * STATE_WIDTH + STEER];
    const moved = angle - extreme;
    if (direction !== 0 && moved * direction >= 0) extreme = angle;
    else if (Math.abs(moved) >= REVERSAL) {
      if (direction !== 0) count++;
      direction = Math.sign(moved);
      extreme = angle;
    }
  }
  return count;
}
