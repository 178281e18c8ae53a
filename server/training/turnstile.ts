import { TooManyJobs } from './jobs.ts';
import { TaskRefusal } from './taskthread.ts';

/**
 * Lets so many requests wait for a busy thread, of one owner and in all; who comes beyond is told at once (429, 503)
 * instead of growing the queue without bound.
 */
export class Turnstile {
  private readonly inside = new Map<string, number>();
  private readonly ofOwner: number;
  private readonly inAll: number;
  private total = 0;

  constructor(ofOwner: number, inAll: number) {
    this.ofOwner = ofOwner;
    this.inAll = inAll;
  }

  async pass<Result>(owner: string, work: () => Promise<Result>): Promise<Result> {
    const own = this.inside.get(owner) ?? 0;
    if (own >= this.ofOwner) {
      throw new TooManyJobs(`You have ${own} requests waiting, at most ${this.ofOwner}. Wait for one to be answered.`);
    }
    if (this.total >= this.inAll) {
      throw new TaskRefusal(`${this.total} requests are waiting, at most ${this.inAll}. Try again in a minute.`, 503);
    }
    this.inside.set(owner, own + 1);
    this.total++;
    try {
      return await work();
    } finally {
      this.total--;
      const left = this.inside.get(owner)! - 1;
      if (left > 0) this.inside.set(owner, left);
      else this.inside.delete(owner);
    }
  }
}
