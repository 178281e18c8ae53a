import { type Random, seededRandom } from '../../shared/exact/random.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import { edgePose, type Ink, type Region, reaches, traceRoad } from './paintspace.ts';

const STRIPE: Metres = 14;
const STRIPES_TURNED = 0.5;
const TUFTS_A_SQUARE_METRE = 0.1;
const VERGE: Metres = 2.6;
const TYRE: Metres = 1.9;
/** Trees stand on a grid of this pitch, shaken; none nearer to the road than this. */
const TREE_PITCH: Metres = 5.5;
const TREE_CLEARANCE: Metres = 20;
const LEAVES = ['#2F5A3F', '#35634A', '#3D6B45', '#2A5140'];

/** Mown stripes and tufts. Every tile paints the same stripes, so that they run on from one to the next. */
export function paintGrass(ink: Ink, region: Region): void {
  const width = region.east - region.west;
  const height = region.north - region.south;
  ink.save();
  ink.beginPath();
  ink.rect(region.west, region.south, width, height);
  ink.clip();
  ink.fillStyle = '#4C7656';
  ink.fillRect(region.west, region.south, width, height);
  ink.rotate(-STRIPES_TURNED);
  ink.fillStyle = '#466F50';
  const x = (region.west + region.east) / 2;
  const y = (region.south + region.north) / 2;
  const along = x * Math.cos(STRIPES_TURNED) - y * Math.sin(STRIPES_TURNED);
  const across = x * Math.sin(STRIPES_TURNED) + y * Math.cos(STRIPES_TURNED);
  const reach = width + height;
  for (let k = Math.floor((across - reach) / (2 * STRIPE)); k * 2 * STRIPE < across + reach; k++) {
    ink.fillRect(along - reach, k * 2 * STRIPE, 2 * reach, STRIPE);
  }
  ink.restore();
  const random = seededRandom(Math.abs(Math.round(region.west * 7 + region.north * 13)));
  for (let i = 0; i < width * height * TUFTS_A_SQUARE_METRE; i++) {
    ink.fillStyle = random.uniform() < 0.5 ? 'rgb(20 40 24 / 0.16)' : 'rgb(190 220 150 / 0.13)';
    const size = 0.35 + random.uniform() * 0.5;
    ink.fillRect(region.west + random.uniform() * width, region.south + random.uniform() * height, size, 0.22);
  }
}

/** Gravel beds with grains, and the tyre wall behind them. */
export function paintGravel(ink: Ink, track: Track, region: Region): void {
  const random = seededRandom(5);
  for (const { from, to, side, width } of track.gravel) {
    const long = (to - from + track.length) % track.length;
    const at = (metre: Metres, out: Metres) => edgePose(track, from + metre, side, out);
    ink.beginPath();
    for (let metre = 0; metre <= long; metre += 1) lineTo(ink, at(metre, 0.3));
    for (let metre = long; metre >= 0; metre -= 1) lineTo(ink, at(metre, width * bulge(metre / long)));
    ink.closePath();
    ink.fillStyle = '#B5A687';
    ink.fill();
    ink.lineWidth = 0.4;
    ink.strokeStyle = 'rgb(60 50 30 / 0.35)';
    ink.stroke();
    ink.save();
    ink.clip();
    for (let i = 0; i < long * width; i++) {
      const { x, y } = at(random.uniform() * long, random.uniform() * width);
      ink.fillStyle = random.uniform() < 0.5 ? 'rgb(90 75 45 / 0.35)' : 'rgb(255 245 220 / 0.35)';
      if (reaches(region, x, y, 1)) ink.fillRect(x, y, 0.35, 0.35);
    }
    ink.restore();
    for (let metre = 3; metre < long - 3; metre += TYRE) {
      const { x, y } = at(metre, track.wall + 0.6);
      if (reaches(region, x, y, 2)) paintTyre(ink, x, y, Math.round(metre / TYRE) % 4 < 2);
    }
  }
}

/** Cut grass along both edges. */
export function paintVerge(ink: Ink, track: Track): void {
  traceRoad(ink, track, VERGE);
  ink.fillStyle = '#5D7F5C';
  ink.fill('evenodd');
}

/** Round trees in loose woods, well away from the road; the same wood from whichever tile it is painted. */
export function paintTrees(ink: Ink, track: Track, region: Region): void {
  const trees: { x: Metres; y: Metres; size: Metres; colour: string }[] = [];
  for (let column = Math.floor((region.west - 6) / TREE_PITCH); column * TREE_PITCH < region.east + 6; column++) {
    for (let row = Math.floor((region.south - 6) / TREE_PITCH); row * TREE_PITCH < region.north + 6; row++) {
      const random = seededRandom(((column * 73_856_093) ^ (row * 19_349_663)) >>> 0);
      const tree = treeAt(random, column, row);
      if (tree && clearOfRoad(track, tree.x, tree.y)) trees.push(tree);
    }
  }
  trees.sort((a, b) => b.y - a.y);
  for (const { x, y, size, colour } of trees) {
    disc(ink, x + size * 0.5, y - size * 0.55, size, 'rgb(10 25 15 / 0.32)');
    disc(ink, x, y, size, colour);
    disc(ink, x - size * 0.25, y + size * 0.3, size * 0.62, 'rgb(170 210 140 / 0.18)');
    disc(ink, x - size * 0.35, y + size * 0.4, size * 0.3, 'rgb(190 225 150 / 0.18)');
  }
}

function treeAt(random: Random, column: number, row: number) {
  const x = (column + random.uniform()) * TREE_PITCH;
  const y = (row + random.uniform()) * TREE_PITCH;
  // Slow waves over the land say where the woods are.
  if (Math.sin(x * 0.021) + Math.cos(y * 0.027 + 1) < 0.15) return undefined;
  return { x, y, size: 1.7 + random.uniform() * 2, colour: LEAVES[random.integer(LEAVES.length)] };
}

function clearOfRoad(track: Track, x: Metres, y: Metres): boolean {
  const stride = Math.max(1, Math.round(4 / track.spacing));
  for (let i = 0; i < track.count; i += stride) {
    const dx = track.x[i] - x;
    const dy = track.y[i] - y;
    if (dx * dx + dy * dy < TREE_CLEARANCE * TREE_CLEARANCE) return false;
  }
  return true;
}

function paintTyre(ink: Ink, x: Metres, y: Metres, dark: boolean): void {
  disc(ink, x + 0.4, y - 0.5, 0.95, 'rgb(0 0 0 / 0.25)');
  disc(ink, x, y, 0.92, dark ? '#1E2023' : '#E9E5DA');
  disc(ink, x, y, 0.36, '#4A4E54');
}

/** How wide a gravel bed is along its length, 0 at its ends and 1 in between. */
const bulge = (share: number): number => Math.min(1, 0.1 + Math.sin(Math.PI * share) ** 0.35);

function lineTo(ink: Ink, { x, y }: { x: Metres; y: Metres }): void {
  ink.lineTo(x, y);
}

export function disc(ink: Ink, x: Metres, y: Metres, radius: Metres, colour: string): void {
  ink.fillStyle = colour;
  ink.beginPath();
  ink.arc(x, y, radius, 0, 2 * Math.PI);
  ink.fill();
}
