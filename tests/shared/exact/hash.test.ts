import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { contentHash } from '../../../shared/exact/content.ts';
import { StateHash } from '../../../shared/exact/hash.ts';

const digest = (...values: number[]): string => {
  const hash = new StateHash();
  for (const value of values) hash.add(value);
  return hash.digest();
};

test('minus zero counts as zero, and the last bit of a float32 counts', () => {
  expect(digest(1, -0, 2)).toBe(digest(1, 0, 2));
  expect(digest(1)).not.toBe(digest(Math.fround(1 + 2 ** -23)));
  expect(digest(1, 2)).not.toBe(digest(2, 1));
  expect(digest()).not.toBe(digest(0));
});

test('a hundred thousand neighbouring states have distinct hashes', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 100_000; i++) seen.add(digest(i / 64, 3.5));
  expect(seen.size).toBe(100_000);
});

test('a content hash is the SHA-256 of the JSON with sorted keys', () => {
  const expected = createHash('sha256').update('{"a":[1,{"b":null,"c":"é"}],"z":0.1}').digest('hex');
  expect(contentHash({ z: 0.1, a: [1, { c: 'é', b: null, gone: undefined }] })).toBe(expected);
});
