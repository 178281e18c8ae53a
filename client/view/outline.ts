import { roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import type { WorldContext } from './area.ts';

export type Side = 'left' | 'right';

/** Steps along the road for painted outlines. */
export const STEP: Metres = 1;

/** Metres from the centre line to a side's edge at road coordinate `s`, positive on both sides. */
export function halfWidth(track: Track, s: Metres, side: Side): Metres {
  const at = (((s % track.length) + track.length) % track.length) / track.spacing;
  return (side === 'left' ? track.left : track.right)[Math.floor(at) % track.count]!;
}

/** Lateral offset of a point `beyond` metres outside a side's edge; negative `beyond` lies on the road. */
export function besideEdge(track: Track, s: Metres, side: Side, beyond: Metres): Metres {
  const out = halfWidth(track, s, side) + beyond;
  return side === 'left' ? out : -out;
}

/** Add the whole closed loop that runs `beyond` metres outside a side's edge to the current path. */
export function traceLoop(context: WorldContext, track: Track, side: Side, beyond: Metres): void {
  for (let s = 0; s < track.length; s += STEP) {
    const { x, y } = roadPose(track, s, besideEdge(track, s, side, beyond));
    if (s === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.closePath();
}

/** Begin a path round a stretch of road between two lateral offsets, each given along the road. */
export function traceStretch(
  context: WorldContext,
  track: Track,
  from: Metres,
  to: Metres,
  inner: (s: Metres) => Metres,
  outer: (s: Metres) => Metres,
): void {
  const steps = Math.max(1, Math.ceil((to - from) / STEP));
  context.beginPath();
  for (let i = 0; i <= steps; i++) {
    const s = from + ((to - from) * i) / steps;
    const { x, y } = roadPose(track, s, inner(s));
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  for (let i = steps; i >= 0; i--) {
    const s = from + ((to - from) * i) / steps;
    const { x, y } = roadPose(track, s, outer(s));
    context.lineTo(x, y);
  }
  context.closePath();
}

/** A band's ends on the unwrapped road: `to` after `from`, also across the start line. */
export function unwrapped(track: Track, band: { from: Metres; to: Metres }): [Metres, Metres] {
  return [band.from, band.to > band.from ? band.to : band.to + track.length];
}
