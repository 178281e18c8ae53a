/** A wall clock this far behind where it should be was set back. */
const SET_BACK_MS = 1000;

/** Notices that the wall clock was set back, against a clock that only goes on. Nothing in recording depends on either. */
export class ClockWatch {
  private readonly wall: () => number;
  private readonly steady: () => number;
  private offset: number;

  constructor(wall: () => number = Date.now, steady: () => number = () => performance.now()) {
    this.wall = wall;
    this.steady = steady;
    this.offset = wall() - steady();
  }

  /** Milliseconds it was set back by since the last look; 0 as a rule, and when it was set forward. */
  setBack(): number {
    const before = this.offset;
    this.offset = this.wall() - this.steady();
    const back = before - this.offset;
    return back < SET_BACK_MS ? 0 : back;
  }
}
