import { expect, test } from 'vitest';
import { liveriesOf } from '../../../client/theatre/liveries.ts';
import type { ReplayCar } from '../../../client/theatre/replay.ts';
import type { LogDriver } from '../../../shared/episode/log.ts';
import { pseudonym } from '../../../shared/wire/pseudonym.ts';

const person = (driverId: string): LogDriver => ({ driverId, kind: 'human', policyId: null, consent: null });
const clone = (id: string): LogDriver => ({ driverId: id, kind: 'policy', policyId: id, consent: null });
const carsOf = (...drivers: LogDriver[]): ReplayCar[] =>
  drivers.map((driver, k) => ({ id: `c${k}`, driver, vehicle: 'club-racer' }));

test('whoever looks is the first driver, and a clone wears its person’s hue, hatched', () => {
  const cars = carsOf(person('d-a'), clone('p-me'), person('d-me'), clone('p-a'), clone('p-unknown'));
  const owners = new Map([
    ['p-me', 'd-me'],
    ['p-a', 'd-a'],
  ]);
  const [a, mine, me, theirs, unknown] = liveriesOf(
    cars,
    cars.map(({ driver }) => driver),
    owners,
    'd-me',
  );
  expect(me).toEqual({ name: 'You', driver: 1, clone: false, own: true });
  expect(mine).toEqual({ name: 'Your clone', driver: 1, clone: true, own: false });
  expect(theirs!.driver).toBe(a!.driver);
  expect(theirs!.clone).toBe(true);
  expect(theirs!.name).toBe(`Clone of ${pseudonym('d-a', 'en')}`);
  expect(new Set([a!.driver, me!.driver, unknown!.driver]).size).toBe(3);
});

test('a clone that takes the wheel of a person keeps the car’s hue', () => {
  const cars = carsOf(person('d-a'), person('d-b'));
  const [before] = liveriesOf(cars, [person('d-a'), person('d-b')], new Map(), null);
  const [after] = liveriesOf(cars, [clone('p-a'), person('d-b')], new Map([['p-a', 'd-a']]), null);
  expect(after).toMatchObject({ driver: before!.driver, clone: true });
});

test('a script is called one, with how it drives', () => {
  const cars = carsOf({ driverId: 'scripted-fast-pad-17', kind: 'scripted', policyId: null, consent: null });
  expect(liveriesOf(cars, [cars[0]!.driver], new Map(), null)[0]!.name).toBe('Script, fast, pad');
});
