/** So many things at once, then so many a second: a bucket of tokens that fills up again by itself. */
export class Allowance {
  private readonly most: number;
  private readonly perSecond: number;
  private left: number;
  private at = 0;

  constructor({ most, perSecond }: { most: number; perSecond: number }) {
    this.most = most;
    this.perSecond = perSecond;
    this.left = most;
  }

  /** Whether one more is allowed at `now`, in milliseconds of a clock that never goes back. */
  take(now: number): boolean {
    this.left = Math.min(this.most, this.left + ((now - this.at) / 1000) * this.perSecond);
    this.at = now;
    if (this.left < 1) return false;
    this.left--;
    return true;
  }
}
