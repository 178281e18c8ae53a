import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { moved, type Playhead, played, SPEEDS, stepped, toggled } from '../../../client/theatre/playhead.ts';
import { pathOf, showingOf } from '../../../client/theatre/sharelink.ts';

const LAST = 600;
const at = (tick: number, playing = false): Playhead => ({ tick, playing, speed: '1' });

test('a second of real time is sixty ticks at 1×, at 20 and at 144 frames a second', () => {
  for (const rate of [20, 60, 144]) {
    let head = at(0, true);
    for (let frame = 0; frame < rate; frame++) head = played(head, 1 / rate, LAST);
    expect(head.tick).toBeCloseTo(60, 6);
  }
});

test.each(SPEEDS)('at %s× time passes so fast', (speed) => {
  expect(played({ ...at(0, true), speed }, 0.1, LAST).tick).toBeCloseTo(6 * Number(speed), 9);
});

test('it stops at the end, plays from the beginning again, and a frozen browser skips nothing', () => {
  expect(played(at(599, true), 0.2, LAST)).toEqual(at(600));
  expect(toggled(at(600), LAST)).toEqual(at(0, true));
  expect(played(at(0, true), 30, LAST).tick).toBeLessThanOrEqual(15);
});

test('stepping pauses and lands on whole ticks, one away from what is seen', () => {
  expect(stepped(at(10.4, true), 1, LAST)).toEqual(at(11));
  expect(stepped(at(10.4, true), -1, LAST)).toEqual(at(10));
  expect(stepped(at(10), -1, LAST)).toEqual(at(9));
  expect(stepped(at(0), -60, LAST)).toEqual(at(0));
});

test('wherever the time bar is put, the moment is inside the race', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), fc.boolean(), (tick, playing) => {
      const head = moved(at(30, playing), tick, LAST);
      expect(head.tick).toBeGreaterThanOrEqual(0);
      expect(head.tick).toBeLessThanOrEqual(LAST);
    }),
  );
});

test('a shared address gives back race, tick, car and speed', () => {
  fc.assert(
    fc.property(
      fc.nat(4 * 3600 * 60),
      fc.string({ minLength: 1 }),
      fc.string(),
      fc.constantFrom(...SPEEDS),
      (tick, race, car, speed) => {
        const { search } = new URL(pathOf({ race, tick, car, speed }), 'http://localhost');
        expect(showingOf(search)).toEqual({ race, tick, car, speed });
      },
    ),
  );
});

test('an address with nonsense in it is the beginning of the race', () => {
  expect(showingOf('?race=r-1&t=soon&speed=9')).toEqual({ race: 'r-1', tick: 0, car: '', speed: '1' });
  expect(showingOf('?race=r-1&t=-4')?.tick).toBe(0);
  expect(showingOf('?t=4')).toBeNull();
});
