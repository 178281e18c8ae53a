import type { Metres, MetresPerSecondSquared } from '../units/units.ts';
import type { BandFile } from './file.ts';
import { edgeDistance, type RoadPoint } from './locate.ts';
import type { Track } from './track.ts';

export type Surface = 'asphalt' | 'kerb' | 'grass' | 'gravel';

export interface Grip {
  /** Factor on the tyre's friction coefficient. */
  friction: number;
  /** Deceleration of a moving car on top of drag and rolling; fades out below 5 m/s. */
  resistance: MetresPerSecondSquared;
}

/** On a tyre of friction 1.3: kerb 1.1, grass 0.75, gravel 0.6. */
export const SURFACES: Record<Surface, Grip> = {
  asphalt: { friction: 1, resistance: 0 },
  kerb: { friction: 1.1 / 1.3, resistance: 0 },
  grass: { friction: 0.75 / 1.3, resistance: 2 },
  gravel: { friction: 0.6 / 1.3, resistance: 4 },
};

/** No kerb reaches further in from the edge than half this. */
export const MAX_KERB_WIDTH: Metres = 3;

/**
 * What lies under a point. A kerb straddles the edge, half its width on either side; gravel starts at the edge and goes
 * outward by its width; beyond the edge everything else is grass.
 */
export function surfaceAt(track: Track, point: RoadPoint): Surface {
  const beyond = edgeDistance(point);
  if (beyond < -MAX_KERB_WIDTH / 2) return 'asphalt';
  const side = point.offset >= 0 ? 'left' : 'right';
  for (const kerb of track.kerbs) {
    if (kerb.side === side && Math.abs(beyond) * 2 <= kerb.width && covers(kerb, point.s)) return 'kerb';
  }
  if (beyond <= 0) return 'asphalt';
  for (const zone of track.gravel) {
    if (zone.side === side && beyond <= zone.width && covers(zone, point.s)) return 'gravel';
  }
  return 'grass';
}

/** Whether road coordinate s lies in the band; a band whose `from` is after its `to` crosses the start line. */
export const covers = (band: Pick<BandFile, 'from' | 'to'>, s: Metres): boolean =>
  band.from <= band.to ? s >= band.from && s <= band.to : s >= band.from || s <= band.to;
