import type { Metres } from '../units/units.ts';
import {
  type DivergencePoint,
  divergencePoint,
  fidelity,
  type HeldOut,
  heldOut,
  type WidestGap,
  widestGap,
} from './point.ts';
import type { LapProfile } from './profile.ts';
import { nearestBand, TUBE_SIGMAS, type Tube, tubeOf } from './tube.ts';

/** One metre of the shown comparison. */
export interface PartingSample {
  s: Metres;
  /** The clone's lateral offset, + left. */
  clone: Metres;
  /** The person's mean along the way nearest to the clone, and that way's ± 3σ. */
  mean: Metres;
  low: Metres;
  high: Metres;
  /** The clone's time since the line less the person's mean time: positive where the clone is behind. */
  timeGapMs: number;
}

/** Where, how far and how often a clone leaves its person. */
export interface Parting {
  point: DivergencePoint | null;
  widest: WidestGap;
  /** Mean share of metres inside the tube over all the clone's laps. */
  fidelity: number;
  /** The person's own held-out share, null with fewer than two laps. */
  humanFidelity: number | null;
  heldOut: HeldOut;
  rollouts: number;
  /** Laps of the clone that left the tube. */
  parted: number;
  /** The lap shown: the one with the median divergence point. */
  samples: PartingSample[];
}

/**
 * Compare a clone's laps with the laps of the person it was trained on.
 *
 * The shown lap is the median one by divergence point (never leaving counts as last), so that neither the luckiest nor
 * the unluckiest rollout stands for the clone.
 */
export function partingOf(laps: readonly LapProfile[], clone: readonly LapProfile[], similarSkill?: Metres): Parting {
  if (clone.length === 0) throw new Error('A parting needs at least 1 lap of the clone, got 0. Let it drive first.');
  const tube = tubeOf(laps, similarSkill);
  const points = clone.map((lap) => divergencePoint(lap, tube));
  const order = clone.map((_, i) => i).sort((a, b) => leaves(points[a]!) - leaves(points[b]!));
  const shown = order[Math.floor((order.length - 1) / 2)]!;
  const own = heldOut(laps, similarSkill);
  return {
    point: points[shown]!,
    widest: widestGap(clone[shown]!, tube),
    fidelity: clone.reduce((sum, lap) => sum + fidelity(lap, tube), 0) / clone.length,
    humanFidelity: own.laps === 0 ? null : own.fidelity,
    heldOut: own,
    rollouts: clone.length,
    parted: points.filter((point) => point !== null).length,
    samples: samplesOf(laps, clone[shown]!, tube),
  };
}

const leaves = (point: DivergencePoint | null): number => point?.s ?? Infinity;

function samplesOf(laps: readonly LapProfile[], lap: LapProfile, tube: Tube): PartingSample[] {
  return Array.from(lap.offset, (clone, s) => {
    const band = nearestBand(tube, s, clone);
    const humanTime = laps.reduce((sum, human) => sum + human.time[s]!, 0) / laps.length;
    return {
      s,
      clone: millimetres(clone),
      mean: millimetres(band.mean),
      low: millimetres(band.mean - TUBE_SIGMAS * band.sigma),
      high: millimetres(band.mean + TUBE_SIGMAS * band.sigma),
      timeGapMs: Math.round((lap.time[s]! - humanTime) * 1000),
    };
  });
}

const millimetres = (x: Metres): Metres => Math.round(x * 1000) / 1000;
