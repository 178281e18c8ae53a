import { beginJob, deleteJobs, endJob, insertJob, keptJobs } from '../store/jobs.ts';
import type { Store } from '../store/tables.ts';
import type { JobKeeper } from './jobs.ts';

/** Keeps jobs in the store; `complain` is told what could not be written. */
export function jobShelf(store: Store, complain: (error: unknown) => void): JobKeeper {
  const written = (work: Promise<void>): Promise<void> => work.catch(complain);
  return {
    kept: () => keptJobs(store),
    add: (job) => written(insertJob(store, job)),
    begun: (id) => written(beginJob(store, id)),
    ended: (job) => written(endJob(store, job)),
    forget: (ids) => written(deleteJobs(store, ids)),
  };
}
