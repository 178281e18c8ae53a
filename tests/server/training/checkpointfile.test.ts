import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CheckpointFile, removeOtherCheckpoints } from '../../../server/training/checkpointfile.ts';
import type { Checkpoint } from '../../../shared/training/checkpoint.ts';
import { temporaryFolder } from '../episode/session.ts';

const { dataDir, remove } = temporaryFolder();
const folder = join(dataDir, 'checkpoints');
afterAll(remove);

const checkpoint: Checkpoint = {
  step: 25,
  fingerprint: 'f',
  notes: null,
  parts: new Map([['w', new Float32Array(3)]]),
};

test('a server that starts keeps what goes on, and is not stopped by a file that goes while it looks', () => {
  for (const name of ['job-runs', 'job-ended', 'run-new', 'run-old']) {
    new CheckpointFile(dataDir, name).write(checkpoint);
  }
  writeFileSync(join(folder, 'job-runs.checkpoint.123'), 'half of a file');
  utimesSync(join(folder, 'run-old.checkpoint'), 0, 0);
  // Listed, but no more there when it is looked at: as a training on the command line leaves its file when it ends.
  symlinkSync(join(folder, 'nowhere'), join(folder, 'run-gone.checkpoint'));
  removeOtherCheckpoints(dataDir, new Set(['job-runs']));
  expect(readdirSync(folder).sort()).toEqual(['job-runs.checkpoint', 'run-new.checkpoint']);
});

test('a disk that takes nothing leaves the training alone, and no half of a file', () => {
  const file = new CheckpointFile(dataDir, 'job-full');
  mkdirSync(file.path, { recursive: true }); // nothing can be put in its place
  writeFileSync(join(file.path, 'in the way'), '');
  file.tryWrite(checkpoint);
  expect(file.read()).toBe(null);
  expect(existsSync(`${file.path}.${process.pid}`)).toBe(false);
});
