import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type RaceLog, ROW_WIDTH } from '../episode/log.ts';
import type { Ticks } from '../units/units.ts';

/**
 * What a lap holds, as a hash: of each second of the log that it touches, the car's state at the second's beginning
 * and its frames (steer, pedal, buttons) within the lap. With track, car and physics these fix every state of it, and
 * nothing has to be driven again to know them. 64 hexadecimal digits.
 *
 * @param from first tick of the lap
 * @param to one after its last
 */
export function lapContent({ chunks }: Pick<RaceLog, 'chunks'>, car: number, from: Ticks, to: Ticks): string {
  const hash = sha256.create();
  for (const { firstTick, ticks, keyframe, steer, pedal, buttons } of chunks) {
    const begin = Math.max(0, from - firstTick);
    const end = Math.min(ticks, to - firstTick);
    if (begin >= end) continue;
    hash.update(bytesOf(keyframe.subarray(car * ROW_WIDTH, (car + 1) * ROW_WIDTH)));
    const [first, last] = [car * ticks + begin, car * ticks + end];
    for (const column of [steer, pedal, buttons]) hash.update(bytesOf(column.subarray(first, last)));
  }
  return bytesToHex(hash.digest());
}

/** Little-endian, as every machine that runs this is. */
const bytesOf = (values: Float32Array | Int8Array | Uint8Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
