import { randomBytes } from 'node:crypto';

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** An id like `d-h2k7…`: the prefix tells what it names, twelve characters (60 random bits) which one. */
export function newId(prefix: string): string {
  let id = `${prefix}-`;
  for (const byte of randomBytes(12)) id += ALPHABET[byte % 32];
  return id;
}
