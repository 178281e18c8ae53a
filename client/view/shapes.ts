import { type Palette, palette } from './palette.ts';

/** The eight drivers of the visual language, in the order in which they are given out. */
export const DRIVERS = 8;
/** Hues on asphalt and tarmac, by driver 1 to 8; tokens.css and palettes.css have the same, and those of paper. */
const HUES: Readonly<Record<Palette, readonly string[]>> = {
  standard: ['#5C95FF', '#FF6B3D', '#2BCFAE', '#E8C48C', '#D98AFF', '#A9DFFF', '#BFE06A', '#F4F2EC'],
  protanopia: ['#40EBFF', '#FF2EF8', '#0AFFB7', '#7CA106', '#C5AEB6', '#05AEEA', '#DC8772', '#F4F2EC'],
  deuteranopia: ['#22A0F9', '#ED7622', '#12FDFF', '#FBFFBB', '#BF8DC2', '#E3B7A6', '#7EA069', '#F4F2EC'],
  tritanopia: ['#A27EFF', '#27AC01', '#BFFFB0', '#C79209', '#FF95F9', '#47D2E6', '#94BA9A', '#F4F2EC'],
};

/** A driver's hue in the palette in use. */
export const hueOf = (driver: number, eyes: Palette = palette.value): string => HUES[eyes][(driver - 1) % DRIVERS]!;

type Corner = readonly [x: number, y: number];

const polygon = (corners: readonly Corner[], radius: number): string =>
  `${corners.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${(x * radius).toFixed(2)} ${(y * radius).toFixed(2)}`).join('')}Z`;

const circle = (r: number): string => `M${-r} 0A${r} ${r} 0 1 0 ${r} 0A${r} ${r} 0 1 0 ${-r} 0Z`;

const HEXAGON: Corner[] = Array.from({ length: 6 }, (_, i) => {
  const angle = (i * Math.PI) / 3;
  return [1.1 * Math.cos(angle), 1.1 * Math.sin(angle)];
});
const STAR: Corner[] = Array.from({ length: 10 }, (_, i) => {
  const reach = i % 2 === 0 ? 1.2 : 0.5;
  const angle = (i * Math.PI) / 5 - Math.PI / 2;
  return [reach * Math.cos(angle), reach * Math.sin(angle)];
});
// biome-ignore format: corners by line
const CORNERS: Record<number, readonly Corner[]> = {
  2: [[0, -1.1], [1.05, 0.8], [-1.05, 0.8]],
  3: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  4: [[0, -1.2], [1.1, 0], [0, 1.2], [-1.1, 0]],
  5: HEXAGON,
  6: [[-0.38, -1.05], [0.38, -1.05], [0.38, -0.38], [1.05, -0.38], [1.05, 0.38], [0.38, 0.38],
    [0.38, 1.05], [-0.38, 1.05], [-0.38, 0.38], [-1.05, 0.38], [-1.05, -0.38], [-0.38, -0.38]],
  7: [[-1, -0.9], [0, -0.25], [1, -0.9], [1, 0.25], [0, 0.95], [-1, 0.25]],
  8: STAR,
};

/** SVG path of a driver's shape around the origin, y down: ● ▲ ■ ◆ ⬢ ✚ ⌄ ★. Hue never stands without it. */
export function shapePath(driver: number, radius: number): string {
  const key = `${driver} ${radius}`;
  const known = drawn.get(key);
  if (known) return known;
  const corners = CORNERS[((driver - 1) % DRIVERS) + 1];
  const path = corners === undefined ? circle(radius) : polygon(corners, radius);
  drawn.set(key, path);
  return path;
}

/** Few radii are ever asked for, each of them many times a second. */
const drawn = new Map<string, string>();
