import type { ForeignEpisode, ForeignSet } from '../../shared/dataset/foreign.ts';

/** A file of another program, open: what it says of itself, within bounds, and its episodes one at a time. */
export interface ForeignReader {
  about: ForeignSet;
  /** Each checked; ForeignError at the first that is not what the file says. */
  episodes(): AsyncGenerator<ForeignEpisode>;
}
