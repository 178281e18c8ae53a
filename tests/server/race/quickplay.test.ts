import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PolicySource } from '../../../server/bot/source.ts';
import { encodePolicy } from '../../../shared/policy/file.ts';
import { CLUB_RACER, vehicleHash } from '../../../shared/vehicle/spec.ts';
import type { RaceRequest } from '../../../shared/wire/options.ts';
import { madePolicy } from '../../shared/policy/fixture.ts';
import { People, until, type Visitor } from './people.ts';
import { noPolicies, type RaceServer, raceServer } from './raceserver.ts';

const quick: RaceRequest = { trackId: 'ring150', laps: 1, quick: true };

/** On the oval two clones may be raced by all, one of them damaged; elsewhere none. */
const policies: PolicySource = {
  ...noPolicies,
  async sharedClones(trackId) {
    if (trackId !== 'oval') return [];
    const { manifest, weights } = madePolicy(1);
    const bytes = encodePolicy({ ...manifest, vehicleHash: vehicleHash(CLUB_RACER) }, weights);
    const broken = bytes.slice();
    broken[broken.length - 1] ^= 1;
    return [
      { id: 'p-broken', name: 'Broken', bytes: broken },
      { id: 'p-shared', name: 'Mira’s clone', bytes },
    ];
  },
};

let server: RaceServer;
let people: People;
beforeAll(async () => {
  server = await raceServer({ policies });
  people = new People(server.url);
});
afterEach(() => people.everybodyLeaves());
afterAll(() => server.close());

const kinds = ({ state }: Visitor): string[] => [...state.cars.values()].map(({ kind }) => kind).sort();

test('strangers of one track and number of laps meet, six cars with rivals who give way to people', async () => {
  const first = await people.joinOrCreate(quick);
  expect(kinds(first)).toEqual(['human', ...Array(5).fill('scripted')]);
  expect(first.state.hostId).toBe('');
  const names = [...first.state.cars.values()].flatMap(({ kind, name }) => (kind === 'scripted' ? [name] : []));
  expect(new Set(names).size).toBe(5);
  const second = await people.joinOrCreate({ ...quick, name: 'Ada' });
  expect(second.room.roomId).toBe(first.room.roomId);
  await until(() => first.state.cars.size === 6 && first.state.cars.has(second.id), 'a person in the place of a rival');
  expect(first.state.cars.has('bot-5')).toBe(false);
  expect([...first.state.cars.values()].map(({ slot }) => slot).sort()).toEqual([0, 1, 2, 3, 4, 5]);
  await second.leave();
  await until(() => first.state.cars.has('bot-5'), 'the rival is back');
  const rest = await Promise.all(Array.from({ length: 6 }, () => people.joinOrCreate(quick)));
  expect(rest.every(({ room }) => room.roomId === first.room.roomId)).toBe(true);
  await until(() => kinds(first).join() === Array(7).fill('human').join(), 'people alone');
});

test('neither other laps, nor a race by code, nor one of friends is for strangers', async () => {
  const first = await people.joinOrCreate(quick);
  const friends = await people.joinOrCreate({ ...quick, quick: false, grid: [] });
  const coded = await people.create({ ...quick, quick: false, code: 'SECRET', grid: [] });
  const others = await people.joinOrCreate({ ...quick, laps: 2 });
  const withCode = await people.joinOrCreate({ ...quick, code: 'SECRET' });
  expect(new Set([first, friends, coded, others].map(({ room }) => room.roomId)).size).toBe(4);
  expect(withCode.room.roomId).toBe(first.room.roomId);
});

test('clones that anybody may race come first, and then nobody touches; a damaged one stays away', async () => {
  const first = await people.joinOrCreate({ ...quick, trackId: 'oval' });
  expect(kinds(first)).toEqual(['human', 'policy', ...Array(4).fill('scripted')]);
  expect(first.state.cars.get('bot-1')).toMatchObject({ name: 'Mira’s clone', policyId: 'p-shared' });
  expect(first.state.contact).toBe(false);
  const second = await people.joinOrCreate({ ...quick, trackId: 'oval' });
  for (const person of [first, second]) person.send('ready');
  await until(() => first.state.phase === 'racing' && first.state.tick > 20, 'the race with the clone');
  expect(server.complaints).toEqual([]);
});

test('alone it starts soon after one is ready; two who are ready start at once', async () => {
  const first = await people.joinOrCreate(quick);
  const second = await people.joinOrCreate(quick);
  expect(second.room.roomId).toBe(first.room.roomId);
  first.send('ready');
  await until(() => first.car!.ready, 'ready');
  expect(first.state.phase).toBe('waiting');
  second.send('ready');
  await until(() => first.state.phase === 'countdown', 'the countdown');
  const third = await people.joinOrCreate(quick);
  expect(third.room.roomId).not.toBe(first.room.roomId);
  third.send('ready');
  await until(() => third.car!.ready, 'ready');
  expect(third.state.phase).toBe('waiting');
  await until(() => third.state.phase === 'countdown', 'the countdown for one alone');
});

test('nobody is the host of strangers', async () => {
  const first = await people.joinOrCreate(quick);
  for (const [what, message] of [['start'], ['settings', { laps: 5 }], ['kick', { id: 'bot-1' }]] as const) {
    first.send(what, message);
  }
  await until(() => first.refused.length === 3, 'three refusals');
  expect(first.refused.map(({ what }) => what)).toEqual(['start', 'settings', 'kick']);
});
