import type { Track } from '../../shared/track/track.ts';
import type { Area, WorldContext } from './area.ts';
import { paintBoards } from './boards.ts';
import { paintBrakeMarks } from './brakemarks.ts';
import { paintGround } from './ground.ts';
import { paintRoad } from './road.ts';
import { paintStands } from './stands.ts';
import { paintTrees } from './trees.ts';

export { type CarLook, paintCar } from './carpaint.ts';

/**
 * Paint the part of a track's world that lies in an area: ground, gravel, road, kerbs, walls, trees.
 *
 * Everything random is drawn from the place it stands at, so that areas painted one by one fit together.
 */
export function paintTrack(context: WorldContext, track: Track, area: Area): void {
  paintGround(context, track, area);
  paintRoad(context, track, area);
  paintBrakeMarks(context, track);
  paintBoards(context, track);
  paintStands(context, track, area);
  paintTrees(context, track, area);
}
