import type { Random } from '../../shared/exact/random.ts';
import { roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import type { Area, WorldContext } from './area.ts';
import { forEachCell } from './ground.ts';
import { besideEdge } from './outline.ts';
import { clearOfRoad } from './standing.ts';
import { inStand } from './stands.ts';
import { type Standing, themeOf } from './theme.ts';

const CELL: Metres = 6.5;
/** Whatever stands keeps this far from the walls besides what it covers itself, so that nothing ever hides the road. */
const CLEARANCE: Metres = 9;
/** Half the diagonal of what stands, in its radii; a container is 6 m long whatever its radius. */
export const COVERS = 1.95;
const LAMP_EVERY: Metres = 24;
/** From the road's edge to a lamp, and how far its light reaches. */
const LAMP_BEYOND: Metres = 2;
const LAMP_REACH: Metres = 11;

type Stand = (context: WorldContext, x: Metres, y: Metres, radius: Metres, shade: string, random: Random) => void;

const STANDS: Record<Standing, Stand> = {
  tree: paintTree,
  pine: paintPine,
  rock: paintRock,
  container: paintContainer,
};

/** Groves of trees, or of what the theme has. */
export function paintTrees(context: WorldContext, track: Track, area: Area): void {
  const { standing, lamps } = themeOf(track);
  forEachGrown(track, area, (x, y, radius, shade, random) => STANDS[standing](context, x, y, radius, shade, random));
  if (lamps) paintLamps(context, track, area);
}

/**
 * Visit all that grows in an area where two slow waves agree, one a cell at most, never near the road nor in a stand.
 * Nothing of it is further from (x, y) than COVERS radii.
 */
export function forEachGrown(
  track: Track,
  area: Area,
  visit: (x: Metres, y: Metres, radius: Metres, shade: string, random: Random) => void,
): void {
  const { shades, sparse } = themeOf(track);
  forEachCell(area, CELL, (cellX, cellY, random) => {
    const x = cellX + CELL * random.uniform();
    const y = cellY + CELL * random.uniform();
    const radius = 1.7 + 2 * random.uniform();
    const shade = shades[random.integer(shades.length)]!;
    if (Math.sin(x * 0.021) + Math.cos(y * 0.027 + 1) < sparse) return;
    if (clearOfRoad(track, x, y) < CLEARANCE + COVERS * radius || inStand(track, x, y, COVERS * radius)) return;
    visit(x, y, radius, shade, random);
  });
}

function disc(context: WorldContext, x: Metres, y: Metres, radius: Metres, style: string | CanvasGradient): void {
  context.fillStyle = style;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function paintTree(context: WorldContext, x: Metres, y: Metres, radius: Metres, shade: string): void {
  disc(context, x + 0.5 * radius, y - 0.55 * radius, radius, 'rgba(10, 25, 15, 0.32)');
  disc(context, x, y, radius, shade);
  disc(context, x - 0.25 * radius, y + 0.3 * radius, 0.62 * radius, 'rgba(170, 210, 140, 0.18)');
  disc(context, x - 0.35 * radius, y + 0.4 * radius, 0.3 * radius, 'rgba(190, 225, 150, 0.18)');
}

/** Seen from above: a star of branches, lighter towards the tip. */
function paintPine(context: WorldContext, x: Metres, y: Metres, radius: Metres, shade: string): void {
  disc(context, x + 0.45 * radius, y - 0.5 * radius, 0.9 * radius, 'rgba(10, 25, 20, 0.3)');
  for (const [size, style] of [
    [1, shade],
    [0.62, 'rgba(220, 232, 226, 0.16)'],
    [0.3, 'rgba(236, 244, 240, 0.22)'],
  ] as const) {
    context.beginPath();
    for (let k = 0; k < 18; k++) {
      const reach = radius * size * (k % 2 === 0 ? 1 : 0.68);
      context.lineTo(x + reach * Math.cos((k * Math.PI) / 9), y + reach * Math.sin((k * Math.PI) / 9));
    }
    context.fillStyle = style;
    context.fill();
  }
}

function paintRock(context: WorldContext, x: Metres, y: Metres, radius: Metres, shade: string, random: Random): void {
  const corners = Array.from({ length: 7 }, (_, k) => {
    const reach = radius * (0.7 + 0.3 * random.uniform());
    return [reach * Math.cos((2 * Math.PI * k) / 7), reach * Math.sin((2 * Math.PI * k) / 7)] as const;
  });
  for (const [dx, dy, size, style] of [
    [0.3, -0.35, 1, 'rgba(40, 32, 20, 0.3)'],
    [0, 0, 1, shade],
    [-0.15, 0.18, 0.6, 'rgba(240, 232, 214, 0.16)'],
  ] as const) {
    context.beginPath();
    for (const [cx, cy] of corners) context.lineTo(x + dx * radius + size * cx, y + dy * radius + size * cy);
    context.closePath();
    context.fillStyle = style;
    context.fill();
  }
}

/** A freight container, all in one direction or across it. */
function paintContainer(context: WorldContext, x: Metres, y: Metres, _: Metres, shade: string, random: Random): void {
  context.save();
  context.translate(x, y);
  context.rotate(0.5 + (random.uniform() < 0.7 ? 0 : Math.PI / 2));
  context.fillStyle = 'rgba(12, 16, 20, 0.32)';
  context.fillRect(-2.7, -1.7, 6, 2.5);
  context.fillStyle = shade;
  context.fillRect(-3, -1.25, 6, 2.5);
  context.fillStyle = 'rgba(244, 242, 236, 0.14)';
  for (let rib = -2.6; rib < 3; rib += 0.7) context.fillRect(rib, -1.25, 0.22, 2.5);
  context.restore();
}

/** Pools of light by turns beside the left and the right edge. */
function paintLamps(context: WorldContext, track: Track, area: Area): void {
  const count = Math.floor(track.length / LAMP_EVERY);
  for (let k = 0; k < count; k++) {
    const s = (k * track.length) / count;
    const { x, y } = roadPose(track, s, besideEdge(track, s, k % 2 === 0 ? 'left' : 'right', LAMP_BEYOND));
    if (x < area.west - LAMP_REACH || x > area.east + LAMP_REACH) continue;
    if (y < area.south - LAMP_REACH || y > area.north + LAMP_REACH) continue;
    const light = context.createRadialGradient(x, y, 0, x, y, LAMP_REACH);
    light.addColorStop(0, 'rgba(255, 226, 168, 0.34)');
    light.addColorStop(1, 'rgba(255, 226, 168, 0)');
    disc(context, x, y, LAMP_REACH, light);
    disc(context, x, y, 0.5, '#F4E7C6');
  }
}
