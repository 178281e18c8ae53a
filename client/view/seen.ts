import { cameraNameOf, isCameraBlock, PICTURE_SIZE } from '../../shared/observation/pictures.ts';
import {
  LOOK_AHEAD,
  type ObservationBlock,
  type ObservationSpec,
  observationNames,
  observationSize,
  RAY_SPAN,
} from '../../shared/observation/spec.ts';

/** What one block of an observation says, with the names of its numbers; a picture's are pixels without names. */
export interface SeenPart {
  block: ObservationBlock;
  names: readonly string[];
  values: Float32Array;
}

/** The blocks of an observation, in its own order. Throws RangeError where the numbers are not of this specification. */
export function seenParts(spec: ObservationSpec, numbers: Float32Array): SeenPart[] {
  if (numbers.length !== observationSize(spec)) {
    throw new RangeError(`An observation got ${numbers.length} numbers, expected ${observationSize(spec)}.`);
  }
  let at = 0;
  return spec.blocks.map((block) => {
    const part: ObservationSpec = { ...spec, blocks: [block] };
    const size = observationSize(part);
    const values = numbers.subarray(at, at + size);
    at += size;
    return { block, names: isCameraBlock(block) ? [] : observationNames(part), values };
  });
}

/** A point in front of the car: metres ahead, and metres to the left. */
export interface Ahead {
  ahead: number;
  left: number;
}

/**
 * Where `trackFeatures` say the centre line is, taken back from its numbers: at d metres along the road the line is
 * bearing · d / 1.5 to the left, and about √(d² − left²) ahead.
 */
export function roadAhead({ names, values }: SeenPart): Ahead[] {
  return LOOK_AHEAD.map((distance) => {
    const left = (values[names.indexOf(`bearing${distance}m`)]! * distance) / 1.5;
    return { ahead: Math.sqrt(Math.max(0, distance * distance - left * left)), left };
  });
}

/** Where the rays of a range finder end, from right to left. */
export function rayEnds({ values }: SeenPart): Ahead[] {
  return Array.from(values, (value, k) => {
    const [length, angle] = [(value + 1) * 15, -RAY_SPAN / 2 + (RAY_SPAN * k) / (values.length - 1)];
    return { ahead: length * Math.cos(angle), left: length * Math.sin(angle) };
  });
}

/** A picture as a canvas takes it: grey, opaque. */
export function pixelsOf({ values }: SeenPart): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * values.length);
  for (const [i, value] of values.entries()) {
    const brightness = value * 255;
    pixels.set([brightness, brightness, brightness, 255], 4 * i);
  }
  return pixels;
}

export const pictureSize = ({ camera = PICTURE_SIZE }: ObservationSpec) => camera;
export const cameraOfPart = ({ block }: SeenPart) => (isCameraBlock(block) ? cameraNameOf(block) : null);
