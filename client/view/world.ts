import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import { paintGround } from './ground.ts';
import { paintRoad } from './road.ts';
import { paintTrees } from './trees.ts';

export { type CarLook, paintCar } from './carpaint.ts';

/** A rectangle of the world. */
export interface Area {
  west: Metres;
  east: Metres;
  south: Metres;
  north: Metres;
}

/** What all painters draw on: a canvas whose transform takes metres, x east and y north, to its pixels. */
export type WorldContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/**
 * Paint the part of a track's world that lies in an area: ground, gravel, road, kerbs, walls, trees.
 *
 * Everything random is drawn from the place it stands at, so that areas painted one by one fit together.
 */
export function paintTrack(context: WorldContext, track: Track, area: Area): void {
  paintGround(context, track, area);
  paintRoad(context, track, area);
  paintTrees(context, track, area);
}
