import type { Metres } from '../../shared/units/units.ts';

/** A rectangle of the world. */
export interface Area {
  west: Metres;
  east: Metres;
  south: Metres;
  north: Metres;
}

/** What all painters draw on: a canvas whose transform takes metres, x east and y north, to its pixels. */
export type WorldContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
