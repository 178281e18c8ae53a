import { afterAll, beforeAll, expect, test } from 'vitest';
import { lapRowSchema } from '../../../shared/wire/laps.ts';
import { temporaryFolder } from '../episode/session.ts';
import { documentIn, expectRefusal, mimicIn } from './commandline.ts';

const folder = temporaryFolder();
beforeAll(async () => {
  await documentIn(folder.dataDir, 'demonstrate', '--track', 'oval', '--laps', '3', '--skill', 'sloppy', '--seed', '4');
});
afterAll(() => folder.remove());

test('laps that were driven are listed, ordered and described', async () => {
  const { items, total, next } = await documentIn(folder.dataDir, 'episode', 'laps', '--order', 'fastest');
  expect([items.length, total, next]).toEqual([3, 3, null]);
  const laps = items.map((lap: unknown) => lapRowSchema.parse(lap));
  const times = laps.map(({ timeMs }: { timeMs: number }) => timeMs);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(laps[0]).toMatchObject({ trackId: 'oval', style: 'keys', pace: 1, driver: { kind: 'scripted' } });
  const { out } = await mimicIn(folder.dataDir, 'episode', 'laps', '--track', 'oval', '--limit', '2');
  expect(out).toMatch(/3 laps, \d of them flagged\. More: --after ".+"/);
  const rest = await documentIn(folder.dataDir, 'episode', 'laps', '--after', /--after "(.+)"/.exec(out)![1]);
  expect(rest.items).toHaveLength(1);
  expect((await documentIn(folder.dataDir, 'episode', 'laps', '--car', 'kart')).total).toBe(0);
});

test('an order that there is not is refused with those that there are', async () => {
  expectRefusal(await mimicIn(folder.dataDir, 'episode', 'laps', '--order', 'best'), /--order: got "best".*novel/);
});
