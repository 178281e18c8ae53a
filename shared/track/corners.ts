import type { Metres, Radians } from '../units/units.ts';
import type { CentreLine } from './centreline.ts';

/** A bend that people would give a number to. Road coordinates in [0, length); `from` > `to` across the start line. */
export interface Corner {
  /** 1 for the first after the start line: "Turn 1". */
  number: number;
  from: Metres;
  to: Metres;
  /** Where half the corner's angle is turned. */
  apex: Metres;
  direction: 'left' | 'right';
}

/** Road bent less than this (radius 80 m) counts as straight. */
const THRESHOLD = 1 / 80;
/** A bend that turns less than this (20°) is a kink, not a corner. */
const MIN_ANGLE: Radians = 0.35;
/** Two bends the same way with less than this between them are one corner. */
const JOIN: Metres = 8;

interface Bend {
  /** First and last sample, counted on from the first straight sample, so that no bend is cut in two. */
  first: number;
  last: number;
  sign: number;
}

/** The corners of a track in driving order from the start line, told by curvature alone. */
export function corners(track: CentreLine): Corner[] {
  const straight = firstStraight(track);
  const found = joined(bends(track, straight), JOIN / track.spacing)
    .map((bend) => cornerOf(track, straight, bend))
    .filter((corner) => corner !== null);
  found.sort((a, b) => a.apex - b.apex);
  return found.map((corner, k) => ({ ...corner, number: k + 1 }));
}

const signAt = (track: CentreLine, i: number): number => {
  const curvature = track.curvature[i % track.count];
  return Math.abs(curvature) < THRESHOLD ? 0 : Math.sign(curvature);
};

/** A sample outside every bend, or 0 on a road that bends all the way round. */
function firstStraight(track: CentreLine): number {
  for (let i = 0; i < track.count; i++) if (signAt(track, i) === 0) return i;
  return 0;
}

function bends(track: CentreLine, straight: number): Bend[] {
  const found: Bend[] = [];
  for (let k = 0; k < track.count; k++) {
    const sign = signAt(track, straight + k);
    const open = found.at(-1);
    if (open && open.sign === sign && open.last === k - 1) open.last = k;
    else if (sign !== 0) found.push({ first: k, last: k, sign });
  }
  return found;
}

function joined(found: readonly Bend[], gap: number): Bend[] {
  const out: Bend[] = [];
  for (const bend of found) {
    const previous = out.at(-1);
    if (previous && previous.sign === bend.sign && bend.first - previous.last <= gap) previous.last = bend.last;
    else out.push({ ...bend });
  }
  return out;
}

function cornerOf(track: CentreLine, straight: number, bend: Bend): Corner | null {
  const angle = (upTo: number): Radians => {
    let sum = 0;
    for (let k = bend.first; k <= upTo; k++) sum += track.curvature[(straight + k) % track.count] * track.spacing;
    return Math.abs(sum);
  };
  const whole = angle(bend.last);
  if (whole < MIN_ANGLE) return null;
  let apex = bend.first;
  for (let half = 0; half < whole / 2 && apex < bend.last; apex++) {
    half += Math.abs(track.curvature[(straight + apex) % track.count]) * track.spacing;
  }
  const at = (k: number): Metres => ((straight + k) % track.count) * track.spacing;
  return {
    number: 0,
    from: at(bend.first),
    to: at(bend.last),
    apex: at(apex),
    direction: bend.sign > 0 ? 'left' : 'right',
  };
}
