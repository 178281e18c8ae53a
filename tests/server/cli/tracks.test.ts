import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadTracks } from '../../../server/race/tracks.ts';
import { csvOf, ELL, lengthOf, rightAngled } from '../../shared/track/circuitcsv.ts';
import { documentIn, expectRefusal, mimicIn } from './commandline.ts';

const points = rightAngled(ELL);
let dataDir: string;
let ell: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'mimic-tracks-'));
  ell = join(dataDir, 'ell.csv');
  writeFileSync(ell, csvOf(points));
  writeFileSync(join(dataDir, 'open.csv'), csvOf(points.slice(0, -30)));
  writeFileSync(join(dataDir, 'large.csv'), '#'.repeat(2_000_001));
});
afterAll(() => rmSync(dataDir, { recursive: true }));

const mimic = (...words: string[]) => mimicIn(dataDir, ...words);
const document = (...words: string[]) => documentIn(dataDir, ...words);
const kept = () => loadTracks(join(dataDir, 'tracks'));
const naming = ['--id', 'ell', '--name-en', 'The L', '--name-ko', '엘'];

test('a CSV becomes a track that can be listed and raced', async () => {
  const made = await document('track', 'import', ell, ...naming);
  expect(made).toMatchObject({ id: 'ell', name: { en: 'The L', ko: '엘' }, version: 1, corners: 6, notes: [] });
  expect(Math.abs(made.length - lengthOf(ELL))).toBeLessThan(0.01 * lengthOf(ELL));
  const { items } = await document('track', 'list');
  expect(items.find(({ id }: { id: string }) => id === 'ell')).toMatchObject({ name: 'The L', length: made.length });
  const episode = await document('demonstrate', '--track', 'ell', '--laps', '1', '--hands', 'pad', '--seed', '3');
  expect(episode).toMatchObject({ trackId: 'ell', status: 'complete', laps: [{ number: 1, clean: true }] });
});

test('a seed becomes a track; over it goes only --force, with the next version', async () => {
  const made = await document('track', 'generate', '--seed', '7', '--id', 'seven', '--length', '400-600');
  expect(made).toMatchObject({ id: 'seven', name: { en: 'Circuit 7', ko: '서킷 7' }, version: 1 });
  expect(made.length).toBeGreaterThanOrEqual(400);
  expect(made.length).toBeLessThanOrEqual(600);
  const before = kept().get('seven')!.hash;
  expectRefusal(await mimic('track', 'generate', '--seed', '8', '--id', 'seven'), /a track "seven".*--force/);
  expect(kept().get('seven')!.hash).toBe(before);
  const again = await document('track', 'generate', '--seed', '7', '--id', 'seven', '--length', '400-600', '--force');
  expect(again.version).toBe(1); // the same circuit is the same version
  const other = await mimic('track', 'generate', '--seed', '8', '--id', 'seven', '--tightness', '1', '--force');
  expect(other.out).toMatch(/^Circuit 8: [\d.]+ m, \d+ corners, version 2, in .*seven\.json\nStart the server again/);
  expect(kept().get('seven')).toMatchObject({ version: 2, name: { en: 'Circuit 8' } });
});

test('nothing but whole track files is left in the folder, a control point a line', () => {
  expect(readdirSync(join(dataDir, 'tracks')).sort()).toEqual(['ell.json', 'seven.json']);
  const lines = readFileSync(join(dataDir, 'tracks/ell.json'), 'utf8').split('\n');
  expect(lines.filter((line) => line.includes('"x"'))).toHaveLength(kept().get('ell')!.file.centreLine.length);
});

describe('what cannot be done is told in one line', () => {
  test.each([
    [
      ['import', 'open.csv', ...naming],
      /point \d+ \(line \d+, \d+ m from the first point\): the circuit is not closed/,
    ],
    [['import', 'large.csv', ...naming], /2000001 bytes, expected at most 2000000/],
    [['import', 'none.csv', ...naming], /No file ".*none\.csv"/],
    [['import', 'ell.csv', '--id', '../ell', '--name-en', 'a', '--name-ko', 'b'], /--id: got "\.\.\/ell"/],
    [['import', 'ell.csv', '--id', 'oval', '--name-en', 'a', '--name-ko', 'b', '--force'], /one of the game's own/],
    [['import', 'ell.csv', '--id', 'a', '--name-en', '', '--name-ko', 'b'], /--name-en: got 0 characters/],
    [['import', 'ell.csv', '--id', 'a', '--name-en', 'a'], /required option '--name-ko <name>'/],
    [['generate', '--id', 'a'], /required option '--seed <n>'/],
    [['generate', '--id', 'a', '--seed', 'x'], /--seed: got "x", expected a whole number/],
    [['generate', '--id', 'a', '--seed', '1', '--width', 'wide'], /--width: got "wide", expected two numbers/],
    [['generate', '--id', 'a', '--seed', '1', '--width', '3-9'], /width is 3 to 9 m; expected a range within 7 to 20/],
    [['generate', '--id', 'a', '--seed', '1', '--tightness', '2'], /--tightness: got "2", expected a number from 0/],
  ])('mimic track %j', async ([verb, file, ...more], reason) => {
    const words = verb === 'import' ? [join(dataDir, file), ...more] : [file, ...more];
    expectRefusal(await mimic('track', verb, ...words), reason);
  });
});
