import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DRIVERS, hueOf, shapePath } from '../../../client/view/shapes.ts';

const css = readFileSync(join(import.meta.dirname, '../../../client/view/tokens.css'), 'utf8');

function colours(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/gi)].map((match) => [match[1]!, match[2]!]));
}

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** WCAG 2.2, "contrast ratio": 1 to 21. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

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

test('every driver stands out on tarmac, where cars drive', () => {
  const tarmac = colours(':root').get('tarmac')!;
  for (let driver = 1; driver <= DRIVERS; driver++) {
    expect(contrast(hueOf(driver), tarmac)).toBeGreaterThanOrEqual(3);
  }
});

test('no two drivers share a hue or a shape, and the painted hues are those of asphalt', () => {
  const drivers = Array.from({ length: DRIVERS }, (_, k) => k + 1);
  expect(new Set(drivers.map((driver) => shapePath(driver, 8))).size).toBe(DRIVERS);
  const tokens = colours('[data-theme="asphalt"]');
  expect(drivers.map((driver) => hueOf(driver).toLowerCase())).toEqual(
    drivers.map((driver) => tokens.get(`d${driver}`)),
  );
});
