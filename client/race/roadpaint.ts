import { racingLine } from '../../shared/driver/line.ts';
import { seededRandom } from '../../shared/exact/random.ts';
import { corners } from '../../shared/track/corners.ts';
import { gridSlots } from '../../shared/track/grid.ts';
import { roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import { disc } from './groundpaint.ts';
import { edgePose, type Ink, type Region, reaches, traceLine, traceRoad } from './paintspace.ts';

const KERB_BLOCK: Metres = 2.1;
/** A kerb swells to its width over this length. */
const KERB_TAPER: Metres = 5;
const GRAINS_A_METRE = 9;
const CHEQUER: Metres = 0.95;
const SLOTS = 8;
/** Half the distance between a car's tracks in the rubber. */
const HALF_TRACK: Metres = 0.85;

/** Red and white blocks from the edge outwards. */
export function paintKerbs(ink: Ink, track: Track): void {
  for (const { from, to, side, width } of track.kerbs) {
    const long = (to - from + track.length) % track.length;
    for (let start = 0, block = 0; start < long; start += KERB_BLOCK, block++) {
      const end = Math.min(long, start + KERB_BLOCK);
      const swell = Math.max(0.25, Math.min(1, start / KERB_TAPER, (long - start) / KERB_TAPER));
      ink.beginPath();
      for (let j = 0; j <= 4; j++) edgeTo(ink, track, from + start + ((end - start) * j) / 4, side, -0.35);
      for (let j = 4; j >= 0; j--) edgeTo(ink, track, from + start + ((end - start) * j) / 4, side, width * swell);
      ink.closePath();
      ink.fillStyle = block % 2 === 0 ? '#D9482F' : '#F1EDE2';
      ink.fill();
    }
  }
}

/** Tarmac with its grain, the rubbered line in three passes, skid marks before the corners, and the edge lines. */
export function paintTarmac(ink: Ink, track: Track, region: Region): void {
  traceRoad(ink, track, 0);
  ink.fillStyle = '#45494F';
  ink.fill('evenodd');
  const random = seededRandom(11);
  for (let i = 0; i < track.length * GRAINS_A_METRE; i++) {
    const s = random.uniform() * track.length;
    const k = Math.floor(s / track.spacing) % track.count;
    const { x, y } = roadPose(track, s, random.uniform() * (track.left[k] + track.right[k]) - track.right[k]);
    ink.fillStyle = random.uniform() < 0.55 ? 'rgb(20 22 25 / 0.22)' : 'rgb(225 228 232 / 0.1)';
    const width = 0.16 + random.uniform() * 0.4;
    const height = 0.16 + random.uniform() * 0.2;
    if (reaches(region, x, y, 1)) ink.fillRect(x, y, width, height);
  }
  paintRubber(ink, track);
  ink.strokeStyle = 'rgb(241 237 226 / 0.92)';
  ink.lineWidth = 0.34;
  for (const sign of [1, -1]) {
    ink.beginPath();
    traceLine(ink, track, (i) => sign * ((sign > 0 ? track.left[i] : track.right[i]) - 0.3));
    ink.closePath();
    ink.stroke();
  }
}

function paintRubber(ink: Ink, track: Track): void {
  const line = racingLine(track);
  ink.lineJoin = 'round';
  for (const [width, alpha] of [
    [5, 0.1],
    [3.4, 0.13],
    [2, 0.16],
  ]) {
    ink.beginPath();
    traceLine(ink, track, (i) => line[i]);
    ink.closePath();
    ink.strokeStyle = `rgb(16 17 19 / ${alpha})`;
    ink.lineWidth = width;
    ink.stroke();
  }
  const random = seededRandom(17);
  ink.lineWidth = 0.34;
  for (const corner of corners(track))
    for (let mark = 0; mark < 6; mark++) {
      const long = 16 + random.uniform() * 30;
      const from = Math.round((corner.from - long * (0.5 + random.uniform() * 0.5)) / track.spacing);
      const aside = random.gaussian() * 0.8;
      ink.strokeStyle = `rgb(12 13 15 / ${0.12 + random.uniform() * 0.2})`;
      for (const wheel of [-HALF_TRACK, HALF_TRACK]) {
        ink.beginPath();
        traceLine(ink, track, (i) => line[i] + aside + wheel, from, from + Math.round(long / track.spacing));
        ink.stroke();
      }
    }
}

/** The chequered line and the first grid slots. */
export function paintStart(ink: Ink, track: Track): void {
  const across = track.left[0] + track.right[0];
  const columns = Math.floor(across / CHEQUER);
  ink.save();
  ink.translate(track.x[0], track.y[0]);
  ink.rotate(track.heading[0]);
  for (let row = 0; row < 3; row++)
    for (let column = 0; column < columns; column++) {
      ink.fillStyle = (row + column) % 2 === 0 ? '#F4F2EC' : '#15181A';
      ink.fillRect(row * CHEQUER, (column * across) / columns - track.right[0], CHEQUER, across / columns);
    }
  ink.restore();
  ink.strokeStyle = 'rgb(241 237 226 / 0.8)';
  ink.lineWidth = 0.28;
  for (const { x, y, heading } of gridSlots(track, SLOTS)) {
    ink.save();
    ink.translate(x, y);
    ink.rotate(heading);
    ink.beginPath();
    ink.moveTo(-1.5, -1.5);
    ink.lineTo(2.9, -1.5);
    ink.lineTo(2.9, 1.5);
    ink.lineTo(-1.5, 1.5);
    ink.stroke();
    ink.restore();
  }
}

/** Rocks: a shadow, a body, a lit side. */
export function paintObstacles(ink: Ink, track: Track): void {
  for (const { x, y, radius } of track.obstacles) {
    disc(ink, x + 0.4, y - 0.5, radius, 'rgb(0 0 0 / 0.3)');
    disc(ink, x, y, radius, '#8A8F96');
    disc(ink, x - 0.2 * radius, y + 0.2 * radius, 0.65 * radius, '#A9AEB4');
  }
}

function edgeTo(ink: Ink, track: Track, s: Metres, side: 'left' | 'right', out: Metres): void {
  const { x, y } = edgePose(track, s, side, out);
  ink.lineTo(x, y);
}
