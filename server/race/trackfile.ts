import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TrackFile } from '../../shared/track/file.ts';

/** Write a track's file: whole or not at all, also when the process dies in between. */
export const writeTrack = (path: string, file: TrackFile): void => writeWhole(path, trackText(file));

/** Indented, a control point or a band a line. */
const trackText = (file: TrackFile): string =>
  `${JSON.stringify(file, null, 2).replace(/\{[^{}]*\}/g, (inner) => inner.replace(/\n\s*/g, ' '))}\n`;

export function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  try {
    writeFileSync(draft, text, { flush: true });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
