import { RAY_RANGE, RAY_SPAN, RAYS } from '../../../shared/observation/spec.ts';
import type { Metres, Radians } from '../../../shared/units/units.ts';

const WIDTH = 220;
const HEIGHT = 150;
/** Where the car stands, and pixels a metre; a square root keeps near edges apart without losing far ones. */
const BOTTOM = 126;
const REACH = 104;
/** An edge nearer than this is drawn as a danger. */
const NEAR: Metres = 6;

/** A number of the range finder back in metres: 15 m to the unit, less one. */
export const rayLength = (value: number): Metres => (value + 1) * 15;

/** To the left of the driving direction; the first ray is the rightmost. */
export const rayAngle = (ray: number): Radians => -RAY_SPAN / 2 + (RAY_SPAN * ray) / (RAYS - 1);

/** Distances to the road's edges along the rays, from right to left, as the numbers say. */
export function RayFan({ rays, label }: { rays: readonly number[]; label: string }) {
  return (
    <svg class="ray-fan" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {rays.map((value, k) => {
        const angle = rayAngle(k);
        const length = rayLength(value);
        const reach = REACH * Math.sqrt(Math.max(0, length) / RAY_RANGE);
        const x = WIDTH / 2 - Math.sin(angle) * reach;
        const y = BOTTOM - Math.cos(angle) * reach;
        return (
          <g key={k} class={length < NEAR ? 'near' : ''}>
            <line x1={WIDTH / 2} y1={BOTTOM} x2={x} y2={y} />
            <circle cx={x} cy={y} r="3" />
          </g>
        );
      })}
      <path class="car" d={`M${WIDTH / 2} ${BOTTOM - 8}l6 15h-12z`} />
    </svg>
  );
}
