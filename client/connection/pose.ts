import type { Metres, MetresPerSecond, Radians } from '../../shared/units/units.ts';

/** Where a car is drawn: world metres, y north, heading counter-clockwise from x and unwrapped. */
export interface Pose {
  x: Metres;
  y: Metres;
  heading: Radians;
}

/** Everything a frame needs to draw one car. */
export interface DrawnCar extends Pose {
  /** Angle of the front wheels, + left. */
  steer: Radians;
  speed: MetresPerSecond;
  /** Unwrapped road distance from the start line; negative on the grid. */
  distance: Metres;
}

/** Linear between two poses; headings are unwrapped, so no shortest arc is needed. */
export function mixPose(from: Pose, to: Pose, share: number, out: Pose): Pose {
  out.x = from.x + (to.x - from.x) * share;
  out.y = from.y + (to.y - from.y) * share;
  out.heading = from.heading + (to.heading - from.heading) * share;
  return out;
}

export function copyPose(from: Pose, out: Pose): Pose {
  out.x = from.x;
  out.y = from.y;
  out.heading = from.heading;
  return out;
}
