import type { PictureSize } from '../observation/pictures.ts';
import { type ObservationSpec, type Pictures, picturesOf } from '../observation/spec.ts';
import type { Lookout } from './lookout.ts';
import type { Samples } from './samples.ts';

/** The pictures of samples, one byte a pixel: as the four-byte numbers that networks see they would fill a machine. */
export interface SamplePictures extends PictureSize {
  cameras: number;
  /** [n · cameras · height · width], 0 black to 255 white. */
  bytes: Uint8Array;
}

const bytesOf = ({ cameras, width, height }: Pictures): number => cameras.length * width * height;

export function emptyPictures(spec: ObservationSpec, size: number): { pictures?: SamplePictures } {
  const pictures = picturesOf(spec);
  if (!pictures) return {};
  const { cameras, width, height } = pictures;
  return { pictures: { cameras: cameras.length, width, height, bytes: new Uint8Array(size * bytesOf(pictures)) } };
}

/** Draw the pictures of sample `row`, what the driver saw at `tick`. */
export function drawPictures(pictures: SamplePictures, row: number, lookout: Lookout, tick: number): void {
  const { cameras, width, height, bytes } = pictures;
  lookout.draw(tick, bytes, row * cameras * width * height);
}

/** `count` whole observations from row `from` on, pictures before numbers, as a policy sees them; [count, pixels + D]. */
export function wholeObservations(
  { width, observations, pictures }: Pick<Samples, 'width' | 'observations' | 'pictures'>,
  from: number,
  count: number,
): Float32Array {
  if (!pictures) return observations.subarray(from * width, (from + count) * width);
  const pixels = pictures.cameras * pictures.width * pictures.height;
  const whole = new Float32Array(count * (pixels + width));
  for (let i = 0; i < count; i++) {
    const at = i * (pixels + width);
    const first = (from + i) * pixels;
    for (let p = 0; p < pixels; p++) whole[at + p] = pictures.bytes[first + p] / 255;
    for (let j = 0; j < width; j++) whole[at + pixels + j] = observations[(from + i) * width + j];
  }
  return whole;
}

/** The pictures of the parts, in order; nothing where there are none. */
export function joinPictures(parts: readonly { pictures?: SamplePictures }[]): { pictures?: SamplePictures } {
  const all = parts.flatMap(({ pictures }) => pictures ?? []);
  if (all.length === 0) return {};
  const bytes = new Uint8Array(all.reduce((sum, part) => sum + part.bytes.length, 0));
  let at = 0;
  for (const part of all) {
    bytes.set(part.bytes, at);
    at += part.bytes.length;
  }
  return { pictures: { ...all[0], bytes } };
}
