import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentIn, expectRefusal, mimicIn } from './commandline.ts';

let dataDir: string;
let keys: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'mimic-cli-'));
  await document('demonstrate', '--track', 'oval', '--laps', '3', '--hands', 'pad', '--seed', '8');
  keys = (await document('demonstrate', '--track', 'oval', '--laps', '2', '--seed', '9')).id;
});
afterAll(() => rmSync(dataDir, { recursive: true }));

const mimic = (...words: string[]) => mimicIn(dataDir, ...words);
const document = (...words: string[]) => documentIn(dataDir, ...words);
const create = (...words: string[]) => document('dataset', 'create', '--track', 'oval', '--unclean', ...words);
const lapsOf = ({ laps }: { laps: { episodeId: string; lap: number }[] }) =>
  laps.map(({ episodeId, lap }) => [episodeId, lap]);

test('a recipe on the command line, and the card in words', async () => {
  const all = await create('--name', 'all', '--licence', 'CC0-1.0');
  const byKeys = await create('--style', 'keys', '--held-out', `${keys}:1`, '--slowest', '2', '--max-idle', '0.9');
  expect(lapsOf(byKeys)).toEqual([
    [keys, 1],
    [keys, 2],
  ]);
  expect(byKeys.card.splits).toMatchObject({ kind: 'chosen', validation: [{ episodeId: keys, number: 1 }] });
  const { out } = await mimic('dataset', 'show', all.id);
  expect(out).toMatch(/^all, version 1 \(ds-\w+\)\n5 laps, 2 drivers, .* on oval in club-racer/);
  expect(out).toMatch(/Licence: CC0-1\.0\./);
  expect(out).toMatch(/2 laps by keys, 3 by stick/);
  expect(out).toMatch(/What it cannot show:\n {2}Only 5 laps\./);
  expect(out).toMatch(/scripted-mid-pad-8 +scripted +3/);
  expectRefusal(await mimic('dataset', 'create', '--track', 'oval', '--except', 'lap 3'), /expected EPISODE:LAP/);
  expectRefusal(
    await mimic('dataset', 'create', '--track', 'oval', '--style', 'keys', '--balance', 'styles'),
    /one style and a balance/,
  );
});

test('merge, subtract, subset and their difference', async () => {
  const [pad, own] = [await create('--style', 'stick', '--name', 'pad'), await create('--style', 'keys')];
  const merged = await document('dataset', 'merge', pad.id, own.id, '--name', 'both');
  expect(merged).toMatchObject({ name: 'both', lapCount: 5, card: { madeOf: { operation: 'merge' } } });
  const rest = await document('dataset', 'subtract', merged.id, pad.id);
  expect(lapsOf(rest)).toEqual(lapsOf(own));
  const some = await document('dataset', 'subset', merged.id, '--lap', `${keys}:2`);
  expect(lapsOf(some)).toEqual([[keys, 2]]);
  const diff = await mimic('dataset', 'diff', merged.id, some.id);
  expect(diff.out).toMatch(/^5 laps before, 1 after: 0 came, 4 went, 1 stayed/);
  const { items } = await document('dataset', 'list', '--name', 'both');
  expect(items.map(({ id }: { id: string }) => id)).toEqual([merged.id]);
});

test('a split by frames says that it leaks wherever it is told, and nothing learns from it', async () => {
  const { id } = await create('--split', 'frames', '--name', 'frames');
  const { out } = await mimic('dataset', 'show', id);
  expect(out).toMatch(/THIS SPLIT LEAKS/);
  expect(out).toMatch(/errs by 0\.\d+ on its held-out frames and by 0\.\d+ on whole drivers/);
  expect(out).toMatch(/the score is \d+\.\d times too good/);
  expectRefusal(await mimic('train', '--dataset', id, '--steps', '60', '--seeds', '1'), /split by frames, which leaks/);
});
