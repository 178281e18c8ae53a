import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { THEME_NAMES, themeOf } from '../../../client/view/theme.ts';
import { parseTrackFile } from '../../../shared/track/file.ts';
import { buildTrack, type Track } from '../../../shared/track/track.ts';

const folder = new URL('../../../assets/tracks/', import.meta.url);
const tracks: Track[] = readdirSync(folder).map((name) =>
  buildTrack(parseTrackFile(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))),
);

/** Saturation of #rrggbb in HSL, 0 to 1. */
function saturation(colour: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [most, least] = [Math.max(...channels), Math.min(...channels)];
  const light = (most + least) / 2;
  return most === least ? 0 : (most - least) / (1 - Math.abs(2 * light - 1));
}

test('eight tracks, each with a theme of its own that is known', () => {
  const names = tracks.map(({ file }) => file.theme);
  expect(new Set(names).size).toBe(8);
  for (const name of names) expect(THEME_NAMES).toContain(name);
});

test('every ground is muted, so that cars carry the saturation', () => {
  for (const track of tracks) {
    const { ground, stripe, verge } = themeOf(track);
    for (const colour of [ground, stripe, verge]) expect(saturation(colour), track.id).toBeLessThan(0.3);
  }
});

test('a theme nobody knows is the meadow', () => {
  const [track] = tracks;
  const unknown = { ...track, file: { ...track.file, theme: 'moon' } };
  expect(themeOf(unknown)).toBe(themeOf(tracks.find(({ id }) => id === 'oval')!));
});
