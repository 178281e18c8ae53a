import { spawn } from 'node:child_process';
import { expect } from 'vitest';

const MIMIC = new URL('../../../server/cli/mimic.ts', import.meta.url).pathname;

export interface Ended {
  code: number | null;
  out: string;
  errors: string;
}

/** The command line as a process of its own, on the data in `dataDir`. */
export function mimicIn(dataDir: string, ...words: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [MIMIC, ...words], { env: { ...process.env, DATA_DIR: dataDir } });
  const ended: Ended = { code: null, out: '', errors: '' };
  child.stdout.on('data', (bytes) => {
    ended.out += bytes;
  });
  child.stderr.on('data', (bytes) => {
    ended.errors += bytes;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ended, code })));
}

/** The one document that --json prints, with nothing beside it. */
// biome-ignore lint/suspicious/noExplicitAny: documents of every shape.
export async function documentIn(dataDir: string, ...words: string[]): Promise<any> {
  const { code, out, errors } = await mimicIn(dataDir, ...words, '--json');
  expect(errors).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out);
}

/** It ended with one line on standard error that gives this reason, and nothing on standard output. */
export function expectRefusal({ code, out, errors }: Ended, reason: RegExp): void {
  expect(code).not.toBe(0);
  expect(out).toBe('');
  expect(errors).toMatch(reason);
  expect(errors.trimEnd().split('\n')).toHaveLength(1);
}
