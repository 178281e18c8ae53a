import type { Track } from '../track/track.ts';
import type { Metres, MetresPerSecond } from '../units/units.ts';
import { type LapDemonstration, STATE_WIDTH } from './lap.ts';

/** Length of road over which one speed stands. */
const BIN: Metres = 4;

/** The fastest that a person ever was at each place of the road, over some laps: what they drive when nobody is in the way. */
export class OwnPace {
  private readonly track: Track;
  private readonly fastest: Float32Array;

  /** Of laps of one track, at least one. */
  constructor(laps: readonly LapDemonstration[]) {
    this.track = laps[0].track;
    this.fastest = new Float32Array(Math.ceil(this.track.length / BIN));
    for (const { states } of laps) {
      for (let row = 0; row < states.length; row += STATE_WIDTH) {
        const bin = this.binOf(states[row + 7]);
        this.fastest[bin] = Math.max(this.fastest[bin], states[row + 3]);
      }
    }
  }

  /** At an unwrapped road distance. */
  at(distance: Metres): MetresPerSecond {
    return this.fastest[this.binOf(distance)];
  }

  private binOf(distance: Metres): number {
    const { length } = this.track;
    return Math.min(this.fastest.length - 1, Math.floor((distance - length * Math.floor(distance / length)) / BIN));
  }
}
