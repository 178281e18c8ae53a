import { seededRandom } from '../../shared/exact/random.ts';
import { corners } from '../../shared/track/corners.ts';
import { roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres, Radians } from '../../shared/units/units.ts';
import type { Area, WorldContext } from './area.ts';
import { besideEdge, type Side } from './outline.ts';
import { clearOfRoad } from './standing.ts';

/** A stand of people beside the road, its rows along x of its own frame. */
export interface Stand {
  x: Metres;
  y: Metres;
  heading: Radians;
  length: Metres;
  depth: Metres;
  /** Towards the road: +1 where that is to the left of its heading. */
  faces: 1 | -1;
}

const LENGTH: Metres = 26;
const DEPTH: Metres = 8;
/** Between wall and first row. */
const GAP: Metres = 2.5;
const KEPT_CLEAR: Metres = 1;
const MOST = 4;
/** Stands keep apart by this. */
const APART: Metres = 34;
const ROW: Metres = 1.15;
const SEAT: Metres = 0.85;
/** Shirts: muted, so that the cars carry the colour. */
const SHIRTS = ['#D9D3C4', '#A9554A', '#4F6E93', '#8F959B', '#C7A962', '#5F7D6A'] as const;

const known = new WeakMap<Track, Stand[]>();

/** Along the start, then where corners end, as far as there is room that no part of the road needs. */
export function standsOf(track: Track): Stand[] {
  const made = known.get(track);
  if (made) return made;
  const stands: Stand[] = [];
  for (const { s, side } of places(track)) {
    const stand = standAt(track, s, side);
    if (stands.length < MOST && stands.every((other) => apart(stand, other)) && fits(track, stand)) stands.push(stand);
  }
  known.set(track, stands);
  return stands;
}

function places(track: Track): { s: Metres; side: Side }[] {
  const start = [-18, 14, -46].flatMap((s) => (['left', 'right'] as const).map((side) => ({ s, side })));
  const exits = corners(track).map(({ to, direction }) => ({
    s: to + 12,
    side: direction === 'left' ? ('right' as const) : ('left' as const),
  }));
  return [...start, ...exits];
}

function standAt(track: Track, s: Metres, side: Side): Stand {
  const at = ((s % track.length) + track.length) % track.length;
  const { x, y, heading } = roadPose(track, at, besideEdge(track, at, side, track.wall + GAP + DEPTH / 2));
  return { x, y, heading, length: LENGTH, depth: DEPTH, faces: side === 'left' ? -1 : 1 };
}

const apart = (a: Stand, b: Stand): boolean => Math.hypot(a.x - b.x, a.y - b.y) > APART;

/** No metre of its outline stands on the ground of the race; the ground is never as narrow as a stand is deep. */
function fits(track: Track, stand: Stand): boolean {
  const steps = Math.ceil(stand.length);
  for (let i = 0; i <= steps; i++)
    for (const out of [-0.5, 0, 0.5]) {
      const place = placeIn(stand, (i / steps - 0.5) * stand.length, out * stand.depth);
      if (clearOfRoad(track, place.x, place.y) < KEPT_CLEAR) return false;
    }
  return true;
}

/** A point of a stand's own frame, x along it and y to its left, in the world. */
export function placeIn({ x, y, heading }: Stand, along: Metres, left: Metres): { x: Metres; y: Metres } {
  const [cos, sin] = [Math.cos(heading), Math.sin(heading)];
  return { x: x + along * cos - left * sin, y: y + along * sin + left * cos };
}

/** Whether a round thing would stand in a stand. */
export function inStand(track: Track, x: Metres, y: Metres, radius: Metres): boolean {
  return standsOf(track).some((stand) => {
    const [dx, dy] = [x - stand.x, y - stand.y];
    const [cos, sin] = [Math.cos(stand.heading), Math.sin(stand.heading)];
    const along = Math.abs(dx * cos + dy * sin) - stand.length / 2;
    const aside = Math.abs(dy * cos - dx * sin) - stand.depth / 2;
    return along < radius && aside < radius;
  });
}

export function paintStands(context: WorldContext, track: Track, area: Area): void {
  for (const [i, stand] of standsOf(track).entries()) if (touches(stand, area)) paintStand(context, stand, i);
}

function touches({ x, y, length }: Stand, area: Area): boolean {
  return x > area.west - length && x < area.east + length && y > area.south - length && y < area.north + length;
}

/** Steps of seats that rise away from the road, most of them taken, and a roof over the last rows. */
function paintStand(context: WorldContext, { x, y, heading, length, depth, faces }: Stand, seed: number): void {
  const random = seededRandom(400 + seed);
  context.save();
  context.translate(x, y);
  context.rotate(heading);
  context.fillStyle = 'rgba(0, 0, 0, 0.34)';
  context.fillRect(-length / 2 + 0.8, -depth / 2 - 0.9, length, depth);
  context.scale(1, faces);
  context.fillStyle = '#7C8187';
  context.fillRect(-length / 2, -depth / 2, length, depth);
  for (let row = depth / 2 - ROW; row > -depth / 2; row -= ROW) {
    context.fillStyle = 'rgba(20, 22, 25, 0.35)';
    context.fillRect(-length / 2, row, length, 0.18);
    for (let seat = -length / 2 + 0.4; seat < length / 2 - 0.4; seat += SEAT) {
      if (random.uniform() < 0.22) continue;
      context.fillStyle = SHIRTS[random.integer(SHIRTS.length)]!;
      context.fillRect(seat, row + 0.3, 0.55, 0.6);
    }
  }
  context.fillStyle = '#C9CCC8';
  context.fillRect(-length / 2 - 0.4, -depth / 2 - 0.4, length + 0.8, 2.6);
  context.fillStyle = 'rgba(20, 22, 25, 0.14)';
  for (let rib = -length / 2; rib < length / 2; rib += 2) context.fillRect(rib, -depth / 2 - 0.4, 0.2, 2.6);
  context.restore();
}
