import type { Metres } from '../units/units.ts';
import type { LapProfile } from './profile.ts';
import { deviation, insideTube, nearestBand, type Tube, tubeOf } from './tube.ts';

/** A lap must be outside the tube for this long to have left it. */
const LEAVING: Metres = 10;

export interface DivergencePoint {
  /** Road coordinate of the first metre of the run outside. */
  s: Metres;
  /** Time since the lap's start there. */
  timeMs: number;
  /** Lateral offset there, + left. */
  offset: Metres;
  /** Standard deviations from the person's mean there, + left. */
  z: number;
}

/** The widest gap between a lap and the person's mean line. */
export interface WidestGap {
  s: Metres;
  gap: Metres;
  z: number;
}

/**
 * The first metre where a lap leaves the tube for 10 m, before any contact or fall; null if it never does.
 *
 * A lap that falls inside the tube has parted too: then its point is the metre of the fall.
 */
export function divergencePoint(lap: LapProfile, tube: Tube): DivergencePoint | null {
  const metres = lap.offset.length;
  let run = 0;
  for (let metre = 0; metre < Math.min(metres, lap.brokenAt); metre++) {
    run = insideTube(tube, metre, lap.offset[metre]!) ? 0 : run + 1;
    if (run === LEAVING) return pointAt(lap, tube, metre - LEAVING + 1);
  }
  return lap.brokenAt < metres ? pointAt(lap, tube, Math.max(0, Math.floor(lap.brokenAt) - run)) : null;
}

function pointAt(lap: LapProfile, tube: Tube, metre: number): DivergencePoint {
  const offset = lap.offset[metre]!;
  const z = deviation(nearestBand(tube, metre, offset), offset);
  return { s: metre, timeMs: Math.round(lap.time[metre]! * 1000), offset, z };
}

/** Share of metres inside the tube, 0 to 1. */
export function fidelity(lap: LapProfile, tube: Tube): number {
  let inside = 0;
  for (let metre = 0; metre < lap.offset.length; metre++) if (insideTube(tube, metre, lap.offset[metre]!)) inside++;
  return inside / lap.offset.length;
}

export function widestGap(lap: LapProfile, tube: Tube): WidestGap {
  let widest: WidestGap = { s: 0, gap: 0, z: 0 };
  for (let metre = 0; metre < lap.offset.length; metre++) {
    const band = nearestBand(tube, metre, lap.offset[metre]!);
    const gap = lap.offset[metre]! - band.mean;
    if (Math.abs(gap) > Math.abs(widest.gap)) widest = { s: metre, gap, z: deviation(band, lap.offset[metre]!) };
  }
  return widest;
}

/** How well a person's own laps stay inside the tube of their other laps. */
export interface HeldOut {
  laps: number;
  /** Laps that never leave the tube of the others. */
  stayed: number;
  /** Mean share of metres inside the tube of the others; NaN with fewer than 2 laps. */
  fidelity: number;
}

export function heldOut(laps: readonly LapProfile[], similarSkill?: Metres): HeldOut {
  if (laps.length < 2) return { laps: 0, stayed: 0, fidelity: Number.NaN };
  let stayed = 0;
  let sum = 0;
  for (const lap of laps) {
    const tube = tubeOf(
      laps.filter((other) => other !== lap),
      similarSkill,
    );
    if (divergencePoint(lap, tube) === null) stayed++;
    sum += fidelity(lap, tube);
  }
  return { laps: laps.length, stayed, fidelity: sum / laps.length };
}
