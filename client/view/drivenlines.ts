import { racingLine } from '../../shared/driver/line.ts';
import { passObstacles } from '../../shared/driver/passing.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';

/** Where a driver turns off for an obstacle or an island. */
const COMMIT: Metres = 42;

/** The racing line, or where the road forks the line past every obstacle and island on its left and that on its right. */
export function drivenLines(track: Track): Float64Array[] {
  const line = racingLine(track);
  if (track.hazards.length === 0) return [line];
  return (['left', 'right'] as const).map((side) =>
    passObstacles(
      track,
      line,
      track.hazards.map(() => ({ side, commit: COMMIT })),
    ),
  );
}
