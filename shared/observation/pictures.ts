import { z } from 'zod';
import type { Track } from '../track/track.ts';
import type { VehicleState } from '../vehicle/state.ts';
import { CAMERAS, Camera, type CameraName, IMAGE_HEIGHT, IMAGE_WIDTH, MIN_IMAGE_SIDE } from './camera.ts';
import type { Company } from './neighbours.ts';

/** Blocks of an observation that are pictures; they stand before all others. */
export const CAMERA_BLOCKS = ['frontCamera', 'leftCamera', 'rightCamera', 'topCamera'] as const;
export type CameraBlock = (typeof CAMERA_BLOCKS)[number];

/** What policies may see is bounded more narrowly than what a camera can draw: each picture is looked at in a race. */
export const MOST_PICTURE_WIDTH = 160;
export const MOST_PICTURE_HEIGHT = 120;

export const pictureSizeSchema = z.strictObject({
  width: z.number().int().min(MIN_IMAGE_SIDE).max(MOST_PICTURE_WIDTH),
  height: z.number().int().min(MIN_IMAGE_SIDE).max(MOST_PICTURE_HEIGHT),
});
export type PictureSize = z.infer<typeof pictureSizeSchema>;

export const PICTURE_SIZE: PictureSize = { width: IMAGE_WIDTH, height: IMAGE_HEIGHT };

export const isCameraBlock = (block: string): block is CameraBlock => CAMERA_BLOCKS.some((name) => name === block);

export const cameraNameOf = (block: CameraBlock): CameraName => CAMERAS[CAMERA_BLOCKS.indexOf(block)];

/** One for each kind and size that was asked for; they hold tables and no state of the world. */
const cameras: Camera[] = [];

export function cameraOf(block: CameraBlock, { width, height }: PictureSize): Camera {
  const name = cameraNameOf(block);
  for (const camera of cameras) {
    if (camera.name === name && camera.width === width && camera.height === height) return camera;
  }
  const camera = new Camera(name, width, height);
  cameras.push(camera);
  return camera;
}

let bytes = new Uint8Array(0);

/** Brightness / 255 of each pixel, rows from the top; returns where they end. Allocates nothing once the size was drawn. */
export function writePicture(
  block: CameraBlock,
  size: PictureSize,
  track: Track,
  state: Readonly<VehicleState>,
  company: Company,
  out: Float32Array,
  at: number,
): number {
  const pixels = size.width * size.height;
  if (bytes.length < pixels) bytes = new Uint8Array(pixels);
  cameraOf(block, size).draw(track, state, bytes, 0, company);
  for (let i = 0; i < pixels; i++) out[at + i] = bytes[i] / 255;
  return at + pixels;
}

/** `front0`, `front1` and so on, by pixel. */
export const pictureNames = (block: CameraBlock, { width, height }: PictureSize): string[] =>
  Array.from({ length: width * height }, (_, i) => `${cameraNameOf(block)}${i}`);
