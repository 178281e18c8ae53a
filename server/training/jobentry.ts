import type { Job, JobWork } from './jobs.ts';

/** A job in the queue (jobs.ts), with all that is not told of it. */
export interface Entry {
  job: Job;
  owner: string;
  /** Null once it has ended: what was to be done may hold a whole file, and nobody asks for it any more. */
  doing: { work: JobWork; abort: AbortController } | null;
  /** Outlives this process. */
  durable: boolean;
  /** Every text in what an ended job told, so that nobody looks through hundreds of reports while races run. */
  named: ReadonlySet<string>;
  listeners: Set<(job: Job) => void>;
}

export const newEntry = (job: Job, owner: string, work: JobWork): Omit<Entry, 'durable'> => ({
  ...{ job, owner, doing: { work, abort: new AbortController() } },
  named: new Set(),
  listeners: new Set(),
});

/** A job that has ended: what it was to do is let go, and what it names is noted. */
export function over(entry: Entry): void {
  const named = new Set<string>();
  noteTexts([entry.job.result, entry.job.detail], named);
  entry.doing = null;
  entry.named = named;
}

function noteTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (value !== null && typeof value === 'object') {
    for (const part of Object.values(value)) noteTexts(part, texts);
  }
}
