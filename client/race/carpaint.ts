import { shapePath } from '../view/shapes.ts';
import type { Ink } from './paintspace.ts';

export interface CarLook {
  /** 1 to 8: hue and shape. */
  driver: number;
  /** The person on this page: a flag ring. */
  own: boolean;
  clone: boolean;
}

/** Cars are drawn this much larger than they are, so that they can be told apart from above. */
const ENLARGED = 1.28;
const INK = '#111316';
const BONE = '#F4F2EC';
const FLAG = '#FFD23F';
const RING = 3.7;

const BODY =
  'M2.75 -.17L1.35 -.33L.75 -.46L.35 -.82L-.95 -.88L-1.7 -.5L-2.35 -.34L-2.35 .34L-1.7 .5L-.95 .88L.35 .82L.75 .46L1.35 .33L2.75 .17Z';
const FRONT_WING = 'M2.35 -1.12L2.85 -1L2.98 0L2.85 1L2.35 1.12L2.5 0Z';
const REAR_WING = 'M-2.85 -.98L-2.25 -.98L-2.25 .98L-2.85 .98Z';
/** Centre, length and width of each wheel. */
const WHEELS = [
  [1.75, -1, 0.95, 0.5],
  [1.75, 1, 0.95, 0.5],
  [-1.75, -1.02, 1.08, 0.6],
  [-1.75, 1.02, 1.08, 0.6],
];

/**
 * A car seen from above at the origin, nose along x, in metres.
 *
 * A person is a solid printing with a helmet and the driver's shape on a disc; a clone the second plate: hatched, with a
 * white dashed outline, offset second outline and a square chip for a helmet. Never told apart by hue alone.
 */
export function paintCar(ink: Ink, hue: string, { driver, own, clone }: CarLook): void {
  const parts = [new Path2D(FRONT_WING), new Path2D(REAR_WING), new Path2D(BODY)];
  ink.save();
  ink.scale(ENLARGED, ENLARGED);
  paintShadow(ink, parts);
  if (own) paintRing(ink);
  for (const [x, y, length, width] of WHEELS) paintWheel(ink, clone, x, y, length, width);
  if (clone) paintClone(ink, hue, parts);
  else paintPerson(ink, hue, parts, driver);
  ink.restore();
}

function paintShadow(ink: Ink, parts: readonly Path2D[]): void {
  ink.save();
  ink.translate(0.1, -0.16);
  ink.fillStyle = 'rgb(0 0 0 / 0.38)';
  for (const part of parts) ink.fill(part);
  ink.restore();
}

function paintRing(ink: Ink): void {
  ink.strokeStyle = FLAG;
  ink.lineWidth = 0.16;
  ink.beginPath();
  ink.arc(0, 0, RING, 0, 2 * Math.PI);
  ink.stroke();
}

function paintWheel(ink: Ink, clone: boolean, x: number, y: number, length: number, width: number): void {
  ink.beginPath();
  ink.roundRect(x - length / 2, y - width / 2, length, width, 0.14);
  ink.fillStyle = clone ? '#2A2E33' : '#0E0F11';
  ink.fill();
  if (!clone) return;
  ink.strokeStyle = BONE;
  ink.lineWidth = 0.1;
  ink.stroke();
}

function paintPerson(ink: Ink, hue: string, parts: readonly Path2D[], driver: number): void {
  ink.strokeStyle = INK;
  ink.lineWidth = 0.13;
  for (const part of parts) {
    ink.fillStyle = hue;
    ink.fill(part);
    ink.stroke(part);
  }
  ink.save();
  ink.clip(parts[2]);
  ink.fillStyle = 'rgb(255 255 255 / 0.22)';
  ink.fillRect(-3, 0.48, 6, 0.42);
  ink.restore();
  ink.fillStyle = INK;
  ink.beginPath();
  ink.ellipse(0.15, 0, 0.72, 0.36, 0, 0, 2 * Math.PI);
  ink.fill();
  fillDisc(ink, 0, 0, 0.3, BONE);
  ink.fillStyle = hue;
  ink.fillRect(0.02, -0.22, 0.18, 0.44);
  fillDisc(ink, -1.25, 0, 0.4, BONE);
  ink.save();
  // Upright when the car drives up the screen.
  ink.translate(-1.25, 0);
  ink.rotate(-Math.PI / 2);
  ink.scale(1, -1);
  ink.fillStyle = INK;
  ink.fill(new Path2D(shapePath(driver, 0.23)));
  ink.restore();
}

function paintClone(ink: Ink, hue: string, parts: readonly Path2D[]): void {
  ink.save();
  ink.translate(-0.2, -0.38);
  ink.globalAlpha = 0.75;
  ink.strokeStyle = hue;
  ink.lineWidth = 0.13;
  for (const part of parts) ink.stroke(part);
  ink.restore();
  for (const part of parts) {
    ink.fillStyle = 'rgb(20 23 26 / 0.82)';
    ink.fill(part);
    ink.save();
    ink.clip(part);
    ink.strokeStyle = hue;
    ink.lineWidth = 0.2;
    ink.beginPath();
    for (let x = -6; x < 6; x += 0.46) {
      ink.moveTo(x, -1.4);
      ink.lineTo(x + 2.8, 1.4);
    }
    ink.stroke();
    ink.restore();
    ink.strokeStyle = BONE;
    ink.lineWidth = 0.17;
    ink.setLineDash([0.5, 0.24]);
    ink.stroke(part);
    ink.setLineDash([]);
  }
  ink.save();
  ink.rotate(Math.PI / 4);
  ink.fillStyle = INK;
  ink.fillRect(-0.38, -0.38, 0.76, 0.76);
  ink.strokeStyle = BONE;
  ink.lineWidth = 0.13;
  ink.strokeRect(-0.38, -0.38, 0.76, 0.76);
  ink.restore();
}

function fillDisc(ink: Ink, x: number, y: number, radius: number, colour: string): void {
  ink.fillStyle = colour;
  ink.beginPath();
  ink.arc(x, y, radius, 0, 2 * Math.PI);
  ink.fill();
}
