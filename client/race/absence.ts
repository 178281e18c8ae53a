/** A page that was not drawn for so long was away: a hidden tab, a sleeping machine. */
const LONGEST_BLINK_MS = 2000;
/** So long after the return the state may still be that of the absence. */
const RETURN_MS = 1500;

/**
 * Whether this page has just come back into its race: entered it anew, was not drawn for a while, or had lost its
 * connection. A picture that only stutters was not away, though the server may have had to drive for a moment.
 */
export class Absence {
  private last = Number.NEGATIVE_INFINITY;
  private returning = Number.NEGATIVE_INFINITY;

  /** Ask once a frame; `now` in ms. */
  justBack(now: number, connected: boolean): boolean {
    if (!connected || now - this.last > LONGEST_BLINK_MS) this.returning = now + RETURN_MS;
    this.last = now;
    return connected && now < this.returning;
  }
}
