import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import type { Area, WorldContext } from './area.ts';
import { forEachCell } from './ground.ts';

const CELL: Metres = 6.5;
/** Trees keep this far from the centre line, so that none ever hides the road. */
const CLEARANCE: Metres = 24;
const LEAVES = ['#2F5A3F', '#35634A', '#3D6B45', '#2A5140'] as const;

/** Groves where two slow waves agree, one tree a cell at most, never near the road. */
export function paintTrees(context: WorldContext, track: Track, area: Area): void {
  const road = waypoints(track);
  forEachCell(area, CELL, (cellX, cellY, random) => {
    const x = cellX + CELL * random.uniform();
    const y = cellY + CELL * random.uniform();
    const radius = 1.7 + 2 * random.uniform();
    const shade = LEAVES[random.integer(LEAVES.length)]!;
    if (Math.sin(x * 0.021) + Math.cos(y * 0.027 + 1) < 0.15) return;
    if (road.some((point) => (point.x - x) ** 2 + (point.y - y) ** 2 < CLEARANCE ** 2)) return;
    paintTree(context, x, y, radius, shade);
  });
}

function waypoints(track: Track): { x: Metres; y: Metres }[] {
  const every = Math.max(1, Math.round(6 / track.spacing));
  const points = [];
  for (let i = 0; i < track.count; i += every) points.push({ x: track.x[i]!, y: track.y[i]! });
  return points;
}

function paintTree(context: WorldContext, x: Metres, y: Metres, radius: Metres, shade: string): void {
  const disc = (dx: Metres, dy: Metres, size: number, style: string): void => {
    context.fillStyle = style;
    context.beginPath();
    context.arc(x + dx * radius, y + dy * radius, size * radius, 0, 2 * Math.PI);
    context.fill();
  };
  disc(0.5, -0.55, 1, 'rgba(10, 25, 15, 0.32)');
  disc(0, 0, 1, shade);
  disc(-0.25, 0.3, 0.62, 'rgba(170, 210, 140, 0.18)');
  disc(-0.35, 0.4, 0.3, 'rgba(190, 225, 150, 0.18)');
}
