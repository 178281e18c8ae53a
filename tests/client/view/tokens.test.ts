import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PALETTES, type Palette } from '../../../client/view/palette.ts';
import { DRIVERS, hueOf, shapePath } from '../../../client/view/shapes.ts';

const VIEW = join(import.meta.dirname, '../../../client/view');
const css = ['tokens.css', 'palettes.css'].map((file) => readFileSync(join(VIEW, file), 'utf8')).join('\n');

function colours(selector: string): Map<string, string> {
  const start = css.indexOf(`\n${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/gi)].map((match) => [match[1]!, match[2]!]));
}

/** sRGB's transfer function, undone. */
const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    return linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** WCAG 2.2, "contrast ratio": 1 to 21. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

/** Machado, Oliveira & Fernandes 2009, "A physiologically-based model for simulation of color vision deficiency", severity 1.0. */
const EYES: Record<Exclude<Palette, 'standard'>, readonly number[]> = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

/** L*a*b* (D65) of a colour as such eyes see it. */
function seenBy(hex: string, eyes: keyof typeof EYES): [number, number, number] {
  const rgb = [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
  const dot = (row: readonly number[], v: readonly number[]): number =>
    row[0]! * v[0]! + row[1]! * v[1]! + row[2]! * v[2]!;
  const seen = [0, 3, 6].map((row) => Math.min(1, Math.max(0, dot(EYES[eyes].slice(row, row + 3), rgb))));
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27) * (t / 116) + 16 / 116);
  const [x, y, z] = [
    dot([0.4124564, 0.3575761, 0.1804375], seen) / 0.95047,
    dot([0.2126729, 0.7151522, 0.072175], seen),
    dot([0.0193339, 0.119192, 0.9503041], seen) / 1.08883,
  ].map(f);
  return [116 * y! - 16, 500 * (x! - y!), 200 * (y! - z!)];
}

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!);

test('the contrast formula gives the ratios that everybody knows', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

describe.each(['asphalt', 'paper'])('on %s', (theme) => {
  const tokens = colours(`[data-theme="${theme}"]`);
  const of = (name: string): string => tokens.get(name)!;
  const surfaces = ['bg', 's1'];

  test.each(['text', 'text-2', 'text-3', 'slip', 'good', 'warn', 'bad'])('%s can be read as small text', (name) => {
    for (const surface of surfaces) expect(contrast(of(name), of(surface))).toBeGreaterThanOrEqual(4.5);
  });

  test('words on the main button and on the slip chip can be read', () => {
    expect(contrast(of('on-action'), of('action'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of('slip'), of('slip-bg'))).toBeGreaterThanOrEqual(4.5);
  });

  test('the strong line and every driver stand out as graphics', () => {
    expect(contrast(of('line-2'), of('s1'))).toBeGreaterThanOrEqual(3);
    for (let driver = 1; driver <= DRIVERS; driver++) {
      expect(contrast(of(`d${driver}`), of('s1'))).toBeGreaterThanOrEqual(3);
    }
  });
});

const drivers = Array.from({ length: DRIVERS }, (_, k) => k + 1);

/** What hues a palette gives on a theme, by its style sheet. */
function huesOf(eyes: Palette, theme: string): string[] {
  const own = `[data-theme="${theme}"]`;
  const tokens = colours(eyes === 'standard' ? own : `[data-palette="${eyes}"] ${own}`);
  return drivers.map((driver) => tokens.get(`d${driver}`)!);
}

describe.each(PALETTES)('the palette %s', (eyes) => {
  test('stands out on tarmac, where cars drive, and on both themes', () => {
    const tarmac = colours(':root').get('tarmac')!;
    for (const driver of drivers) expect(contrast(hueOf(driver, eyes), tarmac)).toBeGreaterThanOrEqual(3);
    for (const theme of ['asphalt', 'paper']) {
      const { s1 } = Object.fromEntries(colours(`[data-theme="${theme}"]`));
      for (const hue of huesOf(eyes, theme)) expect(contrast(hue, s1!)).toBeGreaterThanOrEqual(3);
    }
  });

  test('is painted as the page shows it', () => {
    expect(drivers.map((driver) => hueOf(driver, eyes).toLowerCase())).toEqual(huesOf(eyes, 'asphalt'));
  });
});

describe.each(['protanopia', 'deuteranopia', 'tritanopia'] as const)('eyes with %s', (eyes) => {
  test.each(['asphalt', 'paper'])('tell any two drivers apart on %s, better than in the standard palette', (theme) => {
    const least = (palette: Palette): number => {
      const seen = huesOf(palette, theme).map((hue) => seenBy(hue, eyes));
      return Math.min(...seen.flatMap((a, i) => seen.slice(i + 1).map((b) => distance(a, b))));
    };
    // CIE76 in L*a*b*: 2.3 is a just noticeable difference (Mahy et al. 1994).
    expect(least(eyes)).toBeGreaterThan(5 * 2.3);
    expect(least(eyes)).toBeGreaterThan(least('standard'));
  });
});

test('no two drivers share a shape', () => {
  expect(new Set(drivers.map((driver) => shapePath(driver, 8))).size).toBe(DRIVERS);
});
