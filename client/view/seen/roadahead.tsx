import { LOOK_AHEAD } from '../../../shared/observation/spec.ts';
import type { Metres } from '../../../shared/units/units.ts';
import { linePath } from '../charts/roadscale.ts';

const WIDTH = 220;
const HEIGHT = 150;
const BOTTOM = 138;
const SCALE = 1.75;

/** Where a bearing says the centre line is at a distance along the road, in metres in front of the car and to its left. */
export function placeAhead(bearing: number, distance: Metres): { ahead: Metres; left: Metres } {
  const left = (bearing * distance) / 1.5;
  return { ahead: Math.sqrt(Math.max(0, distance * distance - left * left)), left };
}

/**
 * The centre line ahead as the numbers tell it: a bearing is its lateral place in the car's frame times 1.5 over the
 * distance. `bearings`: one for each of LOOK_AHEAD.
 */
export function RoadAhead({ bearings, label }: { bearings: readonly number[]; label: string }) {
  const points = bearings.map((bearing, k) => {
    const { ahead, left } = placeAhead(bearing, LOOK_AHEAD[k]!);
    return { x: WIDTH / 2 - left * SCALE, y: BOTTOM - ahead * SCALE };
  });
  return (
    <svg class="road-ahead" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <path d={linePath(points)} />
      {points.map(({ x, y }, k) => (
        <circle key={LOOK_AHEAD[k]} cx={x} cy={y} r="3.4" />
      ))}
      <path class="car" d={`M${WIDTH / 2} ${BOTTOM - 8}l6 15h-12z`} />
    </svg>
  );
}
