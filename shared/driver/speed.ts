import { hypot } from '../exact/trigonometry.ts';
import type { Track } from '../track/track.ts';
import type { Metres, MetresPerSecond, MetresPerSecondSquared } from '../units/units.ts';

/** What a driver asks of the car at most. */
export interface PaceLimits {
  /** Cornering acceleration. */
  lateral: MetresPerSecondSquared;
  /** Deceleration in a straight line. */
  braking: MetresPerSecondSquared;
  topSpeed: MetresPerSecond;
}

/** Half the stretch of road over which curvature is measured. */
const CURVATURE_WINDOW: Metres = 3;
/** Braking left over when the tyres are all used for cornering. */
const LEAST_BRAKING = 0.15;
/** The ellipse is a little wider than the cornering limit, so that a car at that limit may still trail the brake. */
const ELLIPSE_SLACK = 1.08;

/**
 * The fastest speed at each sample of a line (lateral offsets at the track's samples).
 *
 * v ≤ √(lateral / |κ|), then backwards v² ≤ v'² + 2·braking·√(1 − q²)·Δs, where q = v'²|κ| / (1.08·lateral) is the
 * share of grip that cornering takes (friction ellipse). Two rounds, since the line is closed.
 */
export function speedProfile(track: Track, offsets: Float64Array, limits: PaceLimits): Float64Array {
  const n = track.count;
  const { x, y } = linePoints(track, offsets);
  const curvature = lineCurvature(x, y, Math.max(1, Math.round(CURVATURE_WINDOW / track.spacing)));
  const speed = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    speed[i] = Math.min(limits.topSpeed, Math.sqrt(limits.lateral / Math.max(1e-3, Math.abs(curvature[i]))));
  }
  for (let k = 2 * n - 1; k >= 0; k--) {
    const i = k % n;
    const j = (i + 1) % n;
    const after = speed[j] * speed[j];
    const used = Math.min(1, (after * Math.abs(curvature[j])) / (limits.lateral * ELLIPSE_SLACK));
    const braking = limits.braking * Math.max(LEAST_BRAKING, Math.sqrt(1 - used * used));
    const distance = hypot(x[j] - x[i], y[j] - y[i]);
    speed[i] = Math.min(speed[i], Math.sqrt(after + 2 * braking * distance));
  }
  return speed;
}

function linePoints(track: Track, offsets: Float64Array): { x: Float64Array; y: Float64Array } {
  const n = track.count;
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    x[i] = track.x[i] - offsets[i] * track.tangentY[i];
    y[i] = track.y[i] + offsets[i] * track.tangentX[i];
  }
  return { x, y };
}

/** Signed curvature (1/m, + left) of a closed polyline: Menger's 4·area / (abc) through points `window` samples apart. */
function lineCurvature(x: Float64Array, y: Float64Array, window: number): Float64Array {
  const n = x.length;
  const curvature = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const a = (i - window + n) % n;
    const b = (i + window) % n;
    const ax = x[i] - x[a];
    const ay = y[i] - y[a];
    const bx = x[b] - x[i];
    const by = y[b] - y[i];
    const sides = hypot(ax, ay) * hypot(bx, by) * hypot(ax + bx, ay + by);
    curvature[i] = sides > 0 ? (2 * (ax * by - ay * bx)) / sides : 0;
  }
  return curvature;
}
