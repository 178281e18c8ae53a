import { clamp, cos, sin } from '../exact/trigonometry.ts';
import { emptyRoadPoint, locate } from '../track/locate.ts';
import { castRay } from '../track/rangefinder.ts';
import type { Track } from '../track/track.ts';
import type { Metres } from '../units/units.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import type { VehicleState } from '../vehicle/state.ts';
import { writeCue } from './cue.ts';
import { ALONE, writeNeighbours } from './neighbours.ts';
import { isCameraBlock, PICTURE_SIZE, writePicture } from './pictures.ts';
import { NOTHING_DONE, type Situation } from './situation.ts';
import { LOOK_AHEAD, type ObservationSpec, RAY_RANGE, RAY_SPAN, RAYS, SIGHT } from './spec.ts';

const point = emptyRoadPoint();

/**
 * Write what a driver in `state` can know into `out`, from index `at`: observationSize(spec) numbers, each of the order
 * of 1 (a policy's normaliser does the rest). `state.distance` tells where on the road to look for the car. `situation` holds
 * the cars of a race with contact (where cars pass through each other nobody is in the way and nobody is seen) and what
 * the driver did last.
 *
 * The only code that makes observations: training, driving, overlay and export call it. Allocates nothing. No block
 * of version 1 reads the vehicle's specification.
 */
export function observe(
  spec: ObservationSpec,
  track: Track,
  _vehicle: VehicleSpec,
  state: VehicleState,
  out: Float32Array,
  at: number,
  situation: Situation = ALONE,
): void {
  locate(track, state.x, state.y, state.distance, point);
  let p = at;
  for (const block of spec.blocks) {
    if (block === 'trackFeatures') p = motion(state, out, road(track, state, out, p));
    else if (block === 'obstacle') p = nextObstacle(track, spec.sight ?? SIGHT, out, p);
    else if (block === 'rangeFinder') p = rays(track, state, out, p);
    else if (block === 'cue') p = writeCue(track, point.distance, out, p);
    else if (block === 'neighbours') p = writeNeighbours(track, point, state, situation, out, p);
    else if (block === 'previousAction') p = lastAction(situation, out, p);
    else if (isCameraBlock(block))
      p = writePicture(block, spec.camera ?? PICTURE_SIZE, track, state, situation, out, p);
    else p = motion(state, out, p);
  }
}

/**
 * Lateral offset over half-width, heading error ψ as 2 sin ψ and cos ψ, then for the centre line at each distance d
 * ahead: its lateral position in the car's frame times 1.5 / d, and its curvature times 15 m.
 */
function road(track: Track, state: VehicleState, out: Float32Array, at: number): number {
  let p = at;
  const error = state.heading - point.heading;
  out[p++] = point.offset / (point.offset < 0 ? point.right : point.left);
  out[p++] = sin(error) * 2;
  out[p++] = cos(error);
  const c = cos(state.heading);
  const s = sin(state.heading);
  const { count } = track;
  for (let k = 0; k < LOOK_AHEAD.length; k++) {
    const d = LOOK_AHEAD[k];
    const u = (point.s + d) / track.spacing;
    const whole = Math.floor(u);
    const f = u - whole;
    const i = whole % count;
    const j = i + 1 < count ? i + 1 : 0;
    const dx = track.x[i] + (track.x[j] - track.x[i]) * f - state.x;
    const dy = track.y[i] + (track.y[j] - track.y[i]) * f - state.y;
    out[p++] = ((dy * c - dx * s) / d) * 1.5;
    out[p++] = (track.curvature[i] + (track.curvature[j] - track.curvature[i]) * f) * 15;
  }
  return p;
}

/** Forward speed around 15 m/s, sideways speed in 2 m/s, yaw rate in rad/s, front wheels' angle in 1/6 rad. */
function motion(state: VehicleState, out: Float32Array, at: number): number {
  out[at] = state.vx / 15 - 1;
  out[at + 1] = state.vy / 2;
  out[at + 2] = state.yawRate;
  out[at + 3] = state.steer * 6;
  return at + 4;
}

function lastAction({ done = NOTHING_DONE }: Situation, out: Float32Array, at: number): number {
  out[at] = done.steer;
  out[at + 1] = done.pedal;
  return at + 2;
}

/**
 * The next obstacle or island's nose (still "next" until 3 m behind its far rim), if nearer than `sight`: seen, distance to its near rim
 * coarse and (within 30 m) fine, the car's lateral distance from its centre linear, as a soft side, and per distance.
 */
function nextObstacle(track: Track, sight: Metres, out: Float32Array, at: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  let offset: Metres = 0;
  for (let k = 0; k < track.hazards.length; k++) {
    const obstacle = track.hazards[k];
    let ahead = obstacle.s - obstacle.radius - point.s;
    ahead -= track.length * Math.floor((ahead + 2 * obstacle.radius + 3) / track.length);
    if (ahead < nearest) {
      nearest = ahead;
      offset = obstacle.offset;
    }
  }
  const seen = nearest < sight;
  const aside = seen ? point.offset - offset : 0;
  out[at] = seen ? 1 : 0;
  out[at + 1] = seen ? clamp(nearest / 30, -1, 2) : 2;
  out[at + 2] = aside / 3;
  out[at + 3] = seen && nearest < 30 ? clamp(nearest / 10, -1, 3) : 3;
  out[at + 4] = (2 * aside) / Math.sqrt(1 + 4 * aside * aside);
  out[at + 5] = clamp((10 * aside) / Math.max(nearest, 3), -2, 2);
  return at + 6;
}

/** Distances to edge or obstacle along rays from right to left over RAY_SPAN, 15 m to the unit, less one. */
function rays(track: Track, state: VehicleState, out: Float32Array, at: number): number {
  for (let k = 0; k < RAYS; k++) {
    const angle = state.heading - RAY_SPAN / 2 + (RAY_SPAN * k) / (RAYS - 1);
    out[at + k] = castRay(track, state.x, state.y, angle, point.distance, RAY_RANGE) / 15 - 1;
  }
  return at + RAYS;
}
