/** x, y, length, width, steered. */
export type WheelShape = readonly [number, number, number, number, boolean];

/** A part of the bodywork, seen from above: an SVG path, nose towards +x, y to the left. */
export interface CarShape {
  /** Metres a unit of the drawing; everything below is in units of the drawing. */
  unit: number;
  /** The plates that are printed in the driver's hue, bottom to top. */
  plates: readonly string[];
  /** Which of the plates carries the livery. */
  body: number;
  /** Length and width of the livery's stripes, over those of the club racer's. */
  livery: readonly [number, number];
  /** Dark panes and vents, and lamps in white, upon the plates. */
  dark: readonly string[];
  light: readonly string[];
  wheels: readonly WheelShape[];
  /** Where the driver's head is, and how large the drawing of it is. */
  helmet: { x: number; size: number };
  /** Where the white disc with the driver's shape is. */
  disc: { x: number; radius: number };
  /** Radius of the flag ring round the own car. */
  ring: number;
  /** The brake lamps: x and ± y of their middles, length and width of each. */
  lamps: { x: number; y: number; length: number; width: number };
}

/** A single-seater, drawn 5.9 units from wing to wing for its 4.2 m. */
const CLUB_RACER: CarShape = {
  unit: 4.2 / 5.9,
  plates: [
    'M2.35 -1.12 L2.85 -1 L2.98 0 L2.85 1 L2.35 1.12 L2.5 0 Z',
    'M-2.85 -0.98 L-2.25 -0.98 L-2.25 0.98 L-2.85 0.98 Z',
    'M2.75 -0.17 L1.35 -0.33 L0.75 -0.46 L0.35 -0.82 L-0.95 -0.88 L-1.7 -0.5 L-2.35 -0.34 L-2.35 0.34 ' +
      'L-1.7 0.5 L-0.95 0.88 L0.35 0.82 L0.75 0.46 L1.35 0.33 L2.75 0.17 Z',
  ],
  body: 2,
  livery: [1, 1],
  dark: [],
  light: [],
  wheels: [
    [1.75, -1, 0.95, 0.5, true],
    [1.75, 1, 0.95, 0.5, true],
    [-1.75, -1.02, 1.08, 0.6, false],
    [-1.75, 1.02, 1.08, 0.6, false],
  ],
  helmet: { x: 0, size: 1 },
  disc: { x: -1.25, radius: 0.38 },
  ring: 3.7,
  lamps: { x: -2.7, y: 0.6, length: 0.32, width: 0.54 },
};

/** Open wheels, side pods and a nose cone about a seat; 2.4 × 1.4 m. */
const KART: CarShape = {
  unit: 1,
  plates: [
    'M-0.35 -0.34 L0.4 -0.34 L0.46 -0.6 L-0.4 -0.64 Z',
    'M-0.35 0.34 L0.4 0.34 L0.46 0.6 L-0.4 0.64 Z',
    'M-1.2 -0.58 L-1.04 -0.64 L-1.04 0.64 L-1.2 0.58 Z',
    'M1.2 -0.26 L1.14 -0.4 L0.82 -0.4 L0.3 -0.28 L-0.5 -0.34 L-0.98 -0.26 L-0.98 0.26 L-0.5 0.34 L0.3 0.28 L0.82 0.4 ' +
      'L1.14 0.4 L1.2 0.26 Z',
  ],
  body: 3,
  livery: [0.4, 0.45],
  dark: ['M-0.5 -0.26 L0.42 -0.22 L0.42 0.22 L-0.5 0.26 Z', 'M-0.86 -0.58 L-0.5 -0.58 L-0.5 -0.3 L-0.86 -0.3 Z'],
  light: [],
  wheels: [
    [0.75, -0.58, 0.44, 0.22, true],
    [0.75, 0.58, 0.44, 0.22, true],
    [-0.75, -0.56, 0.46, 0.28, false],
    [-0.75, 0.56, 0.46, 0.28, false],
  ],
  helmet: { x: -0.2, size: 0.86 },
  disc: { x: 0.88, radius: 0.24 },
  ring: 2.1,
  lamps: { x: -1.14, y: 0.36, length: 0.16, width: 0.26 },
};

/** Wide, low and closed, with a splitter in front and a wing across the tail; 4.6 × 1.95 m. */
const GT: CarShape = {
  unit: 1,
  plates: [
    'M1.95 -0.97 L2.3 -0.8 L2.3 0.8 L1.95 0.97 Z',
    'M2.2 -0.42 L2.08 -0.72 L1.82 -0.93 L0.95 -0.93 L0.55 -0.83 L-0.55 -0.84 L-0.95 -0.97 L-1.85 -0.97 L-2.08 -0.84 ' +
      'L-2.08 0.84 L-1.85 0.97 L-0.95 0.97 L-0.55 0.84 L0.55 0.83 L0.95 0.93 L1.82 0.93 L2.08 0.72 L2.2 0.42 Z',
    'M-2.3 -0.97 L-1.98 -0.97 L-1.98 0.97 L-2.3 0.97 Z',
  ],
  body: 1,
  livery: [0.82, 1.02],
  dark: [
    'M0.85 -0.5 L0.35 -0.66 L0.18 -0.48 L0.18 0.48 L0.35 0.66 L0.85 0.5 Z',
    'M0.22 -0.7 L-0.75 -0.7 L-0.62 -0.57 L0.1 -0.57 Z',
    'M0.22 0.7 L-0.75 0.7 L-0.62 0.57 L0.1 0.57 Z',
    'M-0.85 -0.5 L-1.4 -0.6 L-1.4 0.6 L-0.85 0.5 Z',
    'M1.25 -0.55 L1.6 -0.48 L1.6 -0.2 L1.25 -0.2 Z',
    'M1.25 0.55 L1.6 0.48 L1.6 0.2 L1.25 0.2 Z',
  ],
  light: ['M2.02 -0.72 L1.8 -0.86 L1.68 -0.72 L1.9 -0.6 Z', 'M2.02 0.72 L1.8 0.86 L1.68 0.72 L1.9 0.6 Z'],
  wheels: [
    [1.3, -0.88, 0.68, 0.3, true],
    [1.3, 0.88, 0.68, 0.3, true],
    [-1.35, -0.9, 0.72, 0.34, false],
    [-1.35, 0.9, 0.72, 0.34, false],
  ],
  helmet: { x: 0.42, size: 0.62 },
  disc: { x: -0.34, radius: 0.38 },
  ring: 2.66,
  lamps: { x: -2.16, y: 0.66, length: 0.2, width: 0.46 },
};

/** A square-cut coupe with a long bonnet and a lip on its boot; 4.3 × 1.8 m. */
const DRIFTER: CarShape = {
  unit: 1,
  plates: [
    'M2.15 -0.66 L2.04 -0.86 L1.7 -0.9 L-1.85 -0.9 L-2.1 -0.8 L-2.1 0.8 L-1.85 0.9 L1.7 0.9 L2.04 0.86 L2.15 0.66 Z',
    'M-2.15 -0.7 L-1.84 -0.78 L-1.84 0.78 L-2.15 0.7 Z',
    'M0.28 -0.62 L-0.98 -0.58 L-0.98 0.58 L0.28 0.62 Z',
  ],
  body: 0,
  livery: [0.78, 0.98],
  dark: [
    'M0.82 -0.74 L0.32 -0.6 L0.32 0.6 L0.82 0.74 Z',
    'M0.2 -0.78 L-1 -0.74 L-0.92 -0.64 L0.2 -0.68 Z',
    'M0.2 0.78 L-1 0.74 L-0.92 0.64 L0.2 0.68 Z',
    'M-1.02 -0.58 L-1.5 -0.7 L-1.5 0.7 L-1.02 0.58 Z',
    'M1.7 -0.4 L1.2 -0.4 L1.2 -0.3 L1.7 -0.3 Z',
    'M1.7 0.4 L1.2 0.4 L1.2 0.3 L1.7 0.3 Z',
  ],
  light: ['M2.13 -0.66 L2.02 -0.82 L1.92 -0.8 L2.02 -0.5 Z', 'M2.13 0.66 L2.02 0.82 L1.92 0.8 L2.02 0.5 Z'],
  wheels: [
    [1.25, -0.84, 0.66, 0.26, true],
    [1.25, 0.84, 0.66, 0.26, true],
    [-1.3, -0.85, 0.68, 0.3, false],
    [-1.3, 0.85, 0.68, 0.3, false],
  ],
  helmet: { x: 0.52, size: 0.6 },
  disc: { x: -0.36, radius: 0.38 },
  ring: 2.6,
  lamps: { x: -2.04, y: 0.62, length: 0.18, width: 0.34 },
};

const SHAPES: ReadonlyMap<string, CarShape> = new Map([
  ['club-racer', CLUB_RACER],
  ['kart', KART],
  ['gt', GT],
  ['drifter', DRIFTER],
]);

/** The shape of a car by the id of its specification; an unknown one looks like a club racer. */
export const carShape = (vehicle: string | undefined): CarShape => SHAPES.get(vehicle ?? '') ?? CLUB_RACER;
