import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeChunk, decodeLog, encodeChunk, encodeLog } from '../../../shared/episode/codec.ts';
import {
  CHUNK_TICKS,
  LogError,
  logTicks,
  MAX_LOG_TICKS,
  type RaceLog,
  type RaceLogChunk,
  ROW_WIDTH,
} from '../../../shared/episode/log.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';

const CARS = 2;

function chunk(firstTick: number, ticks: number): RaceLogChunk {
  const steps = CARS * ticks;
  return {
    firstTick,
    ticks,
    gap: 0,
    keyframe: Float32Array.from({ length: CARS * ROW_WIDTH }, (_, i) => (i % ROW_WIDTH === 8 ? 3 : Math.fround(i / 7))),
    steer: Int8Array.from({ length: steps }, (_, i) => (i % 255) - 127),
    pedal: Int8Array.from({ length: steps }, (_, i) => 127 - (i % 255)),
    buttons: new Uint8Array(steps).fill(1, 3, 4),
    flags: new Uint8Array(steps).fill(2, 5, 9),
    adoptions: [{ tick: firstTick, car: 1, row: new Float32Array(ROW_WIDTH).fill(2) }],
    events: [
      { tick: firstTick, car: 0, kind: 'leave' },
      {
        tick: firstTick,
        car: 1,
        kind: 'driver',
        driver: { driverId: 'd-2', kind: 'human', policyId: null, consent: null },
      },
      { tick: firstTick, car: 0, kind: 'latency', ms: 65_535 },
    ],
    hash: '0123456789abcdef',
  };
}

function log(): RaceLog {
  const driver = { driverId: 'd-1', kind: 'human', policyId: null } as const;
  const consent = { version: 1, recorded: true, shared: false, exported: false };
  const cars = ['a', 'b'].map((id) => ({ ...driver, id, consent, spec: CLUB_RACER }));
  return {
    header: {
      format: 1,
      raceId: 'r-1',
      physics: 1,
      trackId: 'oval',
      trackHash: 'ab'.repeat(32),
      laps: 3,
      contact: true,
      startedAt: '2026-01-02T03:04:05.678Z',
      cars,
    },
    chunks: [chunk(0, CHUNK_TICKS), chunk(CHUNK_TICKS, 7)],
  };
}

test('a log read back is the log that was written', () => {
  const decoded = decodeLog(encodeLog(log()));
  expect(decoded).toEqual(log());
  expect(logTicks(decoded)).toBe(67);
});

test('the layout is little-endian, with the frames where the description puts them', () => {
  const bytes = encodeChunk(chunk(0x01020304 % MAX_LOG_TICKS, 4));
  const view = new DataView(bytes.buffer);
  expect(view.getUint32(0, true)).toBe(0x01020304 % MAX_LOG_TICKS);
  expect([bytes[4], bytes[5]]).toEqual([4, CARS]);
  expect(view.getFloat32(6 + 4, true)).toBe(Math.fround(1 / 7));
  expect(view.getInt8(6 + CARS * ROW_WIDTH * 4)).toBe(-127);
});

test('full lock to the other side of an int8 reads as full lock', () => {
  const spoilt = chunk(0, 2);
  spoilt.steer[1] = -128;
  expect(decodeChunk(encodeChunk(spoilt), CARS).steer[1]).toBe(-127);
});

test.each<[string, (log: RaceLog) => void, RegExp]>([
  ['a gap', (spoilt) => (spoilt.chunks[1] = chunk(61, 7)), /first tick of a chunk: got 61, expected 60/],
  ['no cars', (spoilt) => (spoilt.header.cars = []), /cars/],
  ['17 cars', (spoilt) => (spoilt.header.cars = Array(17).fill(spoilt.header.cars[0])), /cars/],
  ['not a number', (spoilt) => (spoilt.chunks[0].keyframe[3] = Number.NaN), /got NaN, expected a finite number/],
  ['negative stuck ticks', (spoilt) => (spoilt.chunks[0].keyframe[8] = -1), /stuck ticks: got -1/],
  ['a race of days', (spoilt) => (spoilt.chunks[1].firstTick = MAX_LOG_TICKS), /last tick/],
  ['a foreign car', (spoilt) => (spoilt.chunks[0].adoptions[0].car = 2), /car of an adoption: got 2, expected 0 to 1/],
  [
    'another format',
    (spoilt) => ((spoilt.header as { format: number }).format = 2),
    /format: got 2, expected 1.*upgrade/,
  ],
])('%s is refused with what, got and expected', (_, spoil, message) => {
  const spoilt = log();
  spoil(spoilt);
  expect(() => decodeLog(encodeLog(spoilt))).toThrow(LogError);
  expect(() => decodeLog(encodeLog(spoilt))).toThrow(message);
});

test('other files are told apart', () => {
  expect(() => decodeLog(new Uint8Array(0))).toThrow(/another kind of file/);
  expect(() => decodeLog(new TextEncoder().encode('PK and so on'))).toThrow(/Choose a race log/);
});

test('whatever happens to the bytes, reading ends in a log or a LogError', () => {
  const whole = encodeLog(log());
  const spoilt = fc
    .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    .chain((changes) => fc.tuple(fc.constant(changes), fc.nat(whole.length)));
  fc.assert(
    fc.property(spoilt, ([changes, length]) => {
      const bytes = whole.slice(0, length === 0 ? whole.length : length);
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      expectLogOrError(() => decodeLog(bytes));
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => expectLogOrError(() => decodeChunk(bytes, CARS))),
  );
});

function expectLogOrError(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(LogError);
  }
}
