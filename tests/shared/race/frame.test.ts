import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameOf, sanitiseFrame } from '../../../shared/race/frame.ts';

test('anything becomes a frame of whole numbers in range', () => {
  fc.assert(
    fc.property(fc.record({ steer: fc.anything(), pedal: fc.anything(), buttons: fc.anything() }), (raw) => {
      const frame = sanitiseFrame(raw);
      for (const value of [frame.steer, frame.pedal]) {
        expect(Number.isInteger(value) && Math.abs(value) <= 127).toBe(true);
        expect(Object.is(value, -0)).toBe(false);
      }
      expect(frame.buttons & 0xff).toBe(frame.buttons);
    }),
  );
});

test('int8 frames pass unchanged, but −128 is full right', () => {
  for (let value = -127; value <= 127; value++)
    expect(sanitiseFrame({ steer: value, pedal: -value, buttons: 3 })).toEqual({
      steer: value,
      pedal: value === 0 ? 0 : -value,
      buttons: 3,
    });
  expect(sanitiseFrame({ steer: -128, pedal: 128, buttons: 0 })).toEqual({ steer: -127, pedal: 127, buttons: 0 });
});

test('frames and controls are inverse to each other', () => {
  for (let value = -127; value <= 127; value++) {
    const frame = { steer: value, pedal: value, buttons: 0 };
    expect(frameOf({ steer: frame.steer / 127, pedal: frame.pedal / 127 })).toEqual(frame);
  }
  expect(frameOf({ steer: 3, pedal: Number.NaN })).toEqual({ steer: 127, pedal: 0, buttons: 0 });
});
