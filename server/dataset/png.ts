import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Colour type of a header: three bytes a pixel, as readers of camera pictures expect. */
const TRUE_COLOUR = 2;
/** Each row as its difference from the row above: sky and road change little downwards. */
const UP = 2;

/**
 * A picture of brightness, [height · width] from the top left, as a PNG (ISO/IEC 15948) of 8 bits in three equal
 * channels.
 */
export function encodePng(bright: Uint8Array, width: number, height: number): Uint8Array {
  const row = 1 + width * 3;
  const raw = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    raw[y * row] = UP;
    for (let x = 0; x < width; x++) {
      const above = y > 0 ? bright[(y - 1) * width + x] : 0;
      const change = bright[y * width + x] - above;
      const at = y * row + 1 + x * 3;
      raw[at] = change;
      raw[at + 1] = change;
      raw[at + 2] = change;
    }
  }
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, TRUE_COLOUR);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('IDAT', deflateSync(raw, { level: 3 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Length, name, content, and the checksum of name and content. */
function chunk(name: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(new TextEncoder().encode(name), 4);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}
