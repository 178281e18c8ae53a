import { ByteReader, ByteWriter } from './bytes.ts';
import { parseHeader, parseLogDriver } from './header.ts';
import {
  type Adoption,
  CHUNK_TICKS,
  LogError,
  type LogEvent,
  MAX_LOG_TICKS,
  type RaceLog,
  type RaceLogChunk,
  type RaceLogHeader,
  ROW_WIDTH,
} from './log.ts';

/*
 * The log's binary form, little-endian:
 *
 *   log     = "MIMICLOG", then sections { u32 length, u8 kind, bytes }: one header (1), then chunks (2) in order
 *   header  = JSON, UTF-8
 *   chunk   = u32 firstTick, u8 ticks, [u32 gap where ticks has its high bit], u8 cars, float32 keyframe[cars][ROW_WIDTH],
 *             int8 steer[cars][ticks], int8 pedal[cars][ticks], uint8 buttons[cars][ticks], uint8 flags[cars][ticks],
 *             u16 n, n adoptions { u8 tick − firstTick, u8 car, float32[ROW_WIDTH] },
 *             u16 n, n events { u8 tick − firstTick, u8 car, u8 kind, driver as u32 length and JSON for kind 2,
 *             u16 ms for kind 3 },
 *             u32, u32 the hash's high and low word
 */
const MAGIC = 'MIMICLOG';
const HEADER = 1;
const CHUNK = 2;
const MAX_HEADER_BYTES = 4 * 1024 * 1024;
const MAX_DRIVER_BYTES = 4096;
/** Of the byte of a chunk's ticks: the length of the gap before the chunk follows. */
const AFTER_GAP = 0x80;
const EVENT_KINDS = ['join', 'leave', 'driver', 'latency'] as const;
const SPOILT = 'The bytes are cut off or were changed; fetch the log again.';

function encodeHeader(header: RaceLogHeader): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(header));
}

function decodeHeader(bytes: Uint8Array): RaceLogHeader {
  if (bytes.length > MAX_HEADER_BYTES) {
    throw new LogError('Race log header', `${bytes.length} bytes`, `at most ${MAX_HEADER_BYTES}`, SPOILT);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new LogError('Race log header', 'bytes that are not UTF-8', 'UTF-8', SPOILT);
  }
  return parseHeader(text);
}

export function encodeChunk(chunk: RaceLogChunk): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter();
  out.u32(chunk.firstTick);
  out.u8(chunk.gap > 0 ? chunk.ticks | AFTER_GAP : chunk.ticks);
  if (chunk.gap > 0) out.u32(chunk.gap);
  out.u8(chunk.keyframe.length / ROW_WIDTH);
  out.floats(chunk.keyframe);
  for (const column of [chunk.steer, chunk.pedal, chunk.buttons, chunk.flags]) out.raw(column);
  out.u16(chunk.adoptions.length);
  for (const adoption of chunk.adoptions) {
    out.u8(adoption.tick - chunk.firstTick);
    out.u8(adoption.car);
    out.floats(adoption.row);
  }
  out.u16(chunk.events.length);
  for (const event of chunk.events) {
    out.u8(event.tick - chunk.firstTick);
    out.u8(event.car);
    out.u8(EVENT_KINDS.indexOf(event.kind));
    if (event.kind === 'driver') out.text(JSON.stringify(event.driver));
    if (event.kind === 'latency') out.u16(event.ms);
  }
  out.u32(Number.parseInt(chunk.hash.slice(0, 8), 16));
  out.u32(Number.parseInt(chunk.hash.slice(8), 16));
  return out.finish();
}

/** The chunk in `bytes` of a log of `cars` cars; throws LogError on anything else. */
export function decodeChunk(bytes: Uint8Array, cars: number): RaceLogChunk {
  const input = new ByteReader(bytes, 'Race log chunk');
  const firstTick = input.u32();
  const marked = input.u8();
  const ticks = inRange('ticks', marked & ~AFTER_GAP, 1, CHUNK_TICKS);
  const gap = marked & AFTER_GAP ? inRange('gap', input.u32(), 1, firstTick) : 0;
  inRange('last tick', firstTick + ticks, 1, MAX_LOG_TICKS);
  inRange('number of cars', input.u8(), cars, cars);
  const keyframe = input.floats(cars * ROW_WIDTH);
  checkRows(keyframe);
  const steer = signed(input.raw(cars * ticks));
  const pedal = signed(input.raw(cars * ticks));
  const buttons = input.raw(cars * ticks);
  const flags = input.raw(cars * ticks);
  const adoptions = readAdoptions(input, firstTick, ticks, cars);
  const events = readEvents(input, firstTick, ticks, cars);
  const hash = hex(input.u32()) + hex(input.u32());
  input.end();
  return { firstTick, ticks, gap, keyframe, steer, pedal, buttons, flags, adoptions, events, hash };
}

export function encodeLog(log: RaceLog): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter();
  out.raw(new TextEncoder().encode(MAGIC));
  const section = (kind: number, bytes: Uint8Array) => {
    out.u32(bytes.length);
    out.u8(kind);
    out.raw(bytes);
  };
  section(HEADER, encodeHeader(log.header));
  for (const chunk of log.chunks) section(CHUNK, encodeChunk(chunk));
  return out.finish();
}

/** The log in `bytes`, from anywhere: bounded in size and work, and LogError when it is not one. */
export function decodeLog(bytes: Uint8Array): RaceLog {
  const input = new ByteReader(bytes, 'Race log');
  const magic = String.fromCharCode(...input.part(Math.min(MAGIC.length, bytes.length)));
  if (magic !== MAGIC) {
    throw new LogError('Race log', 'another kind of file', `bytes that begin with ${MAGIC}`, 'Choose a race log.');
  }
  const section = (kind: number): Uint8Array => {
    const length = input.u32();
    inRange('section', input.u8(), kind, kind);
    return input.part(length);
  };
  const header = decodeHeader(section(HEADER));
  const chunks: RaceLogChunk[] = [];
  while (input.remaining > 0) chunks.push(decodeChunk(section(CHUNK), header.cars.length));
  checkOrder(chunks);
  return { header, chunks };
}

/** Chunks must follow each other from tick 0, but for the gaps they tell of. */
export function checkOrder(chunks: readonly RaceLogChunk[]): void {
  let next = 0;
  for (const chunk of chunks) {
    next += chunk.gap;
    inRange('first tick of a chunk', chunk.firstTick, next, next);
    next += chunk.ticks;
  }
}

function readAdoptions(input: ByteReader, firstTick: number, ticks: number, cars: number): Adoption[] {
  const count = inRange('number of adoptions', input.u16(), 0, ticks * cars);
  const adoptions: Adoption[] = [];
  for (let i = 0; i < count; i++) {
    const tick = firstTick + inRange('tick of an adoption', input.u8(), 0, ticks - 1);
    const car = inRange('car of an adoption', input.u8(), 0, cars - 1);
    const row = input.floats(ROW_WIDTH);
    checkRows(row);
    adoptions.push({ tick, car, row });
  }
  return adoptions;
}

function readEvents(input: ByteReader, firstTick: number, ticks: number, cars: number): LogEvent[] {
  const count = input.u16();
  const events: LogEvent[] = [];
  for (let i = 0; i < count; i++) {
    const tick = firstTick + inRange('tick of an event', input.u8(), 0, ticks - 1);
    const car = inRange('car of an event', input.u8(), 0, cars - 1);
    const kind = EVENT_KINDS[inRange('kind of an event', input.u8(), 0, EVENT_KINDS.length - 1)];
    if (kind === 'driver') events.push({ tick, car, kind, driver: parseLogDriver(input.text(MAX_DRIVER_BYTES)) });
    else if (kind === 'latency') events.push({ tick, car, kind, ms: input.u16() });
    else events.push({ tick, car, kind });
  }
  return events;
}

/** Stuck ticks are counts; the rest of a row may be any finite number. */
function checkRows(rows: Float32Array): void {
  for (let at = ROW_WIDTH - 1; at < rows.length; at += ROW_WIDTH) {
    if (!Number.isInteger(rows[at]) || rows[at] < 0) {
      throw new LogError('Race log, stuck ticks', rows[at], 'a whole number from 0', SPOILT);
    }
  }
}

/** −128 reads as −127, so that full lock is the same to both sides. */
function signed(bytes: Uint8Array<ArrayBuffer>): Int8Array {
  const values = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let i = 0; i < values.length; i++) if (values[i] === -128) values[i] = -127;
  return values;
}

function inRange(what: string, value: number, low: number, high: number): number {
  if (value >= low && value <= high) return value;
  throw new LogError(`Race log, ${what}`, value, low === high ? low : `${low} to ${high}`, SPOILT);
}

const hex = (word: number): string => word.toString(16).padStart(8, '0');
