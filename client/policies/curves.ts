import type { LiveCheck } from '../../shared/policy/livecheck.ts';
import type { PolicyDetail } from '../connection/policies.ts';
import type { Series } from '../view/charts/stepchart.tsx';
import { shortName } from './words.ts';

/** Others that are drawn beside the one that is looked at. */
const MOST_OTHERS = 3;
const OTHER_LOOKS = ['a', 'b', 'c', 'd'] as const;

/** Prediction and control of the same networks at the same steps. */
export interface Curve {
  name: string;
  look: Series['look'];
  checks: readonly LiveCheck[];
  steps: number;
}

/** A training that runs, here or on the server. */
export interface LiveCurve {
  checks: readonly LiveCheck[];
  steps: number;
}

/**
 * The one that trains, or else the newest there is, and the newest others of the same track that are called otherwise, so
 * that no two lines have one name.
 */
export function curvesOf(live: LiveCurve | null, policies: readonly PolicyDetail[], nowName: string): Curve[] {
  const curves: Curve[] = [];
  if (live) curves.push({ name: nowName, look: 'now', checks: live.checks, steps: live.steps });
  for (const { manifest } of policies) {
    const { checks = [], steps } = manifest;
    const name = shortName(manifest);
    if (checks.length === 0 || curves.some((curve) => curve.name === name)) continue;
    const look = curves.length === 0 ? 'now' : OTHER_LOOKS[curves.filter((curve) => curve.look !== 'now').length]!;
    curves.push({ name, look, checks, steps });
    if (curves.length > MOST_OTHERS) break;
  }
  return curves;
}

/** Held-out squared error; the flat line is that of repeating the last action. */
export function predictionSeries(curves: readonly Curve[], persistence: string): Series[] {
  const lines = curves.map(({ name, look, checks }) => ({
    ...{ name, look, rings: look === 'now' },
    points: checks.flatMap(({ step, mse }) => (mse === null ? [] : [{ x: step, y: mse }])),
  }));
  const known = curves.flatMap(({ checks }) => checks).find(({ persistenceMse }) => persistenceMse !== null);
  if (!known) return lines;
  const most = mostSteps(curves);
  const y = known.persistenceMse!;
  return [...lines, { name: persistence, look: 'base', points: [0, most].map((x) => ({ x, y })) }];
}

/** They were looked at, but no lap was held out from any of them. */
export function isBlind(curves: readonly Curve[]): boolean {
  const checks = curves.flatMap((curve) => curve.checks);
  return checks.length > 0 && checks.every(({ mse }) => mse === null);
}

export const controlSeries = (curves: readonly Curve[]): Series[] =>
  curves.map(({ name, look, checks }) => ({
    ...{ name, look, rings: true },
    points: checks.map(({ step, fallsPerLap }) => ({ x: step, y: fallsPerLap })),
  }));

export const mostSteps = (curves: readonly Curve[]): number => Math.max(1, ...curves.map(({ steps }) => steps));
