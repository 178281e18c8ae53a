const bits = new DataView(new ArrayBuffer(4));

/**
 * A 64-bit fingerprint of a sequence of float32 values, for comparing simulations, not for secrets.
 *
 * Two 32-bit lanes of MurmurHash3's mixing step with different constants; −0 counts as 0, every NaN as one.
 */
export class StateHash {
  private low = 0x9747b28c | 0;
  private high = 0x3c6ef372 | 0;
  private count = 0;

  add(value: number): void {
    bits.setFloat32(0, value === 0 ? 0 : value);
    const word = bits.getInt32(0);
    this.low = mix(this.low, word, 0xcc9e2d51, 0x1b873593);
    this.high = mix(this.high, word ^ this.low, 0x85ebca6b, 0xc2b2ae35);
    this.count++;
  }

  /** Sixteen hexadecimal digits of everything added so far. */
  digest(): string {
    const low = finish(this.low ^ this.count);
    const high = finish(this.high ^ low);
    return hex(high) + hex(low);
  }
}

function mix(lane: number, word: number, first: number, second: number): number {
  let k = Math.imul(word, first);
  k = Math.imul((k << 15) | (k >>> 17), second);
  const h = lane ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(lane: number): number {
  let h = lane ^ (lane >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
