import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

/** What the environment may say; all of it optional. */
const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(2567),
  DATA_DIR: z.string().min(1).default('./data'),
  TLS_CERT: z.string().min(1).optional(),
  TLS_KEY: z.string().min(1).optional(),
});

export interface Settings {
  /** 0 takes any free port. */
  port: number;
  dataDir: string;
  tls: { cert: Buffer; key: Buffer } | undefined;
}

/** Throws with one line that names the variable, what it holds and what it should. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = environmentSchema.safeParse(present);
  if (!result.success) {
    const issue = result.error.issues[0];
    const name = String(issue.path[0]);
    throw new Error(`The environment variable ${name} is "${environment[name]}": ${issue.message}.`);
  }
  const { PORT, DATA_DIR, TLS_CERT, TLS_KEY } = result.data;
  if ((TLS_CERT === undefined) !== (TLS_KEY === undefined)) {
    throw new Error('Set both TLS_CERT and TLS_KEY to PEM files for https, or neither for http.');
  }
  const tls = TLS_CERT && TLS_KEY ? { cert: pem('TLS_CERT', TLS_CERT), key: pem('TLS_KEY', TLS_KEY) } : undefined;
  return { port: PORT, dataDir: resolve(DATA_DIR), tls };
}

function pem(variable: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `The environment variable ${variable} is "${path}", which cannot be read (${code}). Name a PEM file.`,
    );
  }
}
