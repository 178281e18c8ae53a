import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CloneOrder } from '../../shared/training/cloneorder.ts';
import { CheckpointFile, checkpointNames } from './checkpointfile.ts';

/** What a training on the command line is of: the same one again goes on where it was interrupted. */
export interface RunOrder {
  datasetId: string;
  order: CloneOrder;
}

const aboutSchema = z.object({ datasetId: z.string(), order: z.looseObject({ steps: z.number() }) });
const PREFIX = 'run-';

/** Names the training: the same dataset and order give the same id. */
export const runIdOf = (run: RunOrder): string =>
  `${PREFIX}${createHash('sha256').update(JSON.stringify(run)).digest('hex').slice(0, 12)}`;

/** Where it is kept while it runs. */
export const runFile = (dataDir: string, run: RunOrder): CheckpointFile =>
  new CheckpointFile(dataDir, runIdOf(run), run);

/** What an interrupted training was of; null when none of that id is kept. */
export function interruptedRun(dataDir: string, id: string): RunOrder | null {
  const about = new CheckpointFile(dataDir, id).read()?.about;
  // As it was written, not as the schema would put it together: the id is of its very text.
  return aboutSchema.safeParse(about).success ? (about as RunOrder) : null;
}

export const interruptedRuns = (dataDir: string): string[] =>
  checkpointNames(dataDir).filter((name) => name.startsWith(PREFIX));
