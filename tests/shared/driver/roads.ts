import { parseTrackFile } from '../../../shared/track/file.ts';
import { buildTrack, type Track } from '../../../shared/track/track.ts';

interface Extras {
  half?: number;
  obstacles?: { s: number; offset: number; radius: number }[];
}

const track = (
  id: string,
  centreLine: { x: number; y: number; left: number; right: number }[],
  extras: Extras,
): Track =>
  buildTrack(
    parseTrackFile({
      format: 1,
      id,
      version: 1,
      name: { en: id, ko: id },
      centreLine,
      wall: 4,
      kerbs: [],
      gravel: [],
      obstacles: extras.obstacles ?? [],
      sectors: [0.33, 0.66],
    }),
  );

/** A circle driven anticlockwise, from the east. */
export function ring(radius: number, extras: Extras = {}): Track {
  const half = extras.half ?? 5;
  const count = Math.round(radius * 1.2);
  const points = Array.from({ length: count }, (_, k) => {
    const angle = (2 * Math.PI * k) / count;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle), left: half, right: half };
  });
  return track('ring', points, extras);
}

/** Two straights of 180 m and two half circles of 25 m, anticlockwise; the start is at the head of a straight. */
export function oval(extras: Extras = {}): Track {
  const half = extras.half ?? 6;
  const [straight, radius] = [180, 25];
  const points: { x: number; y: number; left: number; right: number }[] = [];
  const add = (x: number, y: number) => points.push({ x, y, left: half, right: half });
  for (let x = 0; x < straight; x += 6) add(x, 0);
  for (let k = 0; k < 14; k++) {
    const angle = -Math.PI / 2 + (Math.PI * k) / 14;
    add(straight + radius * Math.cos(angle), radius + radius * Math.sin(angle));
  }
  for (let x = straight; x > 0; x -= 6) add(x, 2 * radius);
  for (let k = 0; k < 14; k++) {
    const angle = Math.PI / 2 + (Math.PI * k) / 14;
    add(radius * Math.cos(angle), radius + radius * Math.sin(angle));
  }
  return track('oval', points, extras);
}
