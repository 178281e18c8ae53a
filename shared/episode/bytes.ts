import { LogError } from './log.ts';

const SPOILT = 'The bytes are cut off or were changed; fetch the log again.';

/** Little-endian writing into a buffer that grows. */
export class ByteWriter {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  private reserve(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.length, this.bytes.length * 2));
      larger.set(this.bytes);
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    return at;
  }

  u8(value: number): void {
    const at = this.reserve(1);
    this.view.setUint8(at, value);
  }

  u16(value: number): void {
    const at = this.reserve(2);
    this.view.setUint16(at, value, true);
  }

  u32(value: number): void {
    const at = this.reserve(4);
    this.view.setUint32(at, value, true);
  }

  floats(values: Float32Array): void {
    const at = this.reserve(values.length * 4);
    for (let i = 0; i < values.length; i++) this.view.setFloat32(at + i * 4, values[i], true);
  }

  raw(values: Uint8Array | Int8Array): void {
    const at = this.reserve(values.length);
    this.bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.length), at);
  }

  /** UTF-8 behind its length. */
  text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.u32(bytes.length);
    this.raw(bytes);
  }

  /** A copy of what was written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }
}

/** Little-endian reading that never leaves its bytes: every size is checked before anything is allocated. */
export class ByteReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly what: string;
  private at = 0;

  /** `what` opens every error message. */
  constructor(bytes: Uint8Array, what: string) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.what = what;
  }

  get remaining(): number {
    return this.bytes.length - this.at;
  }

  private take(count: number): number {
    if (count > this.remaining) {
      throw new LogError(`${this.what}, byte ${this.at}`, `${this.remaining} bytes`, `${count} more`, SPOILT);
    }
    const at = this.at;
    this.at += count;
    return at;
  }

  u8(): number {
    return this.view.getUint8(this.take(1));
  }

  u16(): number {
    return this.view.getUint16(this.take(2), true);
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  /** `count` finite numbers. */
  floats(count: number): Float32Array {
    const at = this.take(count * 4);
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      values[i] = this.view.getFloat32(at + i * 4, true);
      if (!Number.isFinite(values[i])) {
        throw new LogError(`${this.what}, byte ${at + i * 4}`, values[i], 'a finite number', SPOILT);
      }
    }
    return values;
  }

  /** A copy of the next `count` bytes. */
  raw(count: number): Uint8Array<ArrayBuffer> {
    const at = this.take(count);
    return this.bytes.slice(at, at + count) as Uint8Array<ArrayBuffer>;
  }

  /** The next `count` bytes in place, to be read by another reader. */
  part(count: number): Uint8Array {
    const at = this.take(count);
    return this.bytes.subarray(at, at + count);
  }

  /** UTF-8 behind its length, which may not exceed `limit` bytes. */
  text(limit: number): string {
    const length = this.u32();
    if (length > limit) throw new LogError(`${this.what}, a text's length`, length, `at most ${limit}`, SPOILT);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(this.part(length));
    } catch (error) {
      if (error instanceof LogError) throw error;
      throw new LogError(`${this.what}, a text`, 'bytes that are not UTF-8', 'UTF-8', SPOILT);
    }
  }

  end(): void {
    if (this.remaining > 0) throw new LogError(this.what, `${this.remaining} bytes after its end`, 'none', SPOILT);
  }
}
