import { type LapDemonstration, STATE_WIDTH, ticksOf } from '../dataset/lap.ts';
import { wrapAngle } from '../exact/trigonometry.ts';
import { emptyRoadPoint, locate } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import type { Metres, MetresPerSecond, Radians } from '../units/units.ts';
import { readState, restingState, type VehicleState } from '../vehicle/state.ts';

/** How far from the expert's own way a car may be. */
export interface Reach {
  aside: Metres;
  turned: Radians;
  /** Only too much speed is a danger. */
  faster: MetresPerSecond;
}

/** What the expert does at one metre of the road, the mean over their laps. */
interface Way {
  laps: number;
  offset: Metres;
  /** Heading less the road's. */
  turned: Radians;
  speed: MetresPerSecond;
}

/**
 * The states that an expert holds for safe: near their own line, along it, and not much faster than they are there
 * (the permitted set P of HG-DAgger, which in a person is a feeling).
 */
export class SafeSet {
  private readonly track: Track;
  private readonly ways: Way[];
  private readonly point = emptyRoadPoint();

  /** Flying laps where there are any: a lap from the grid is slow where others are fast. */
  constructor(shown: readonly LapDemonstration[]) {
    const flying = shown.filter(({ number }) => number > 1);
    const laps = flying.length > 0 ? flying : shown;
    this.track = laps[0].track;
    this.ways = Array.from({ length: Math.ceil(this.track.length) }, () => ({
      laps: 0,
      offset: 0,
      turned: 0,
      speed: 0,
    }));
    for (const lap of laps) this.learn(lap);
    // A metre that was passed between two ticks is like the one before it.
    for (let k = 0; k < 2 * this.ways.length; k++) {
      const [before, here] = [this.ways.at((k - 1) % this.ways.length)!, k % this.ways.length];
      if (this.ways[here].laps === 0) this.ways[here] = before;
    }
  }

  holds(state: Readonly<VehicleState>, { aside, turned, faster }: Reach): boolean {
    const { point } = this;
    locate(this.track, state.x, state.y, state.distance, point);
    const way = this.ways[this.metre(point.s)];
    return (
      Math.abs(point.offset - way.offset) <= aside &&
      Math.abs(wrapAngle(state.heading - point.heading) - way.turned) <= turned &&
      state.vx - way.speed <= faster
    );
  }

  private learn({ states, ...lap }: LapDemonstration): void {
    const state = restingState();
    for (let tick = 0; tick <= ticksOf(lap); tick++) {
      readState(states, tick * STATE_WIDTH, state);
      locate(this.track, state.x, state.y, state.distance, this.point);
      const way = this.ways[this.metre(this.point.s)];
      const share = 1 / ++way.laps;
      way.offset += share * (this.point.offset - way.offset);
      way.turned += share * (wrapAngle(state.heading - this.point.heading) - way.turned);
      way.speed += share * (state.vx - way.speed);
    }
  }

  private metre(s: Metres): number {
    return Math.min(this.ways.length - 1, Math.max(0, Math.floor(s)));
  }
}
