import type { WorldContext } from './area.ts';
import { hueOf, shapePath } from './shapes.ts';

/** How a car is printed. */
export interface CarLook {
  /** 1 to 8: hue and shape. */
  driver: number;
  /** The second plate: hatched, dashed, a chip for a helmet. */
  clone: boolean;
  /** Ringed in flag yellow: the car of whoever looks. */
  own?: boolean;
  /** Angle of the front wheels, + left. */
  steer?: number;
}

const INK = '#111316';
const PAPER = '#F4F2EC';
const FLAG = '#FFD23F';
/** Cars are drawn larger than life, so that they read from above. */
const PRINTED_SIZE = 1.3;
/** The drawing is 5.9 m from wing to wing; true length is the vehicle's 4.2 m. */
const TRUE_SIZE = 4.2 / 5.9;

const path = (text: string): Path2D => new Path2D(text);
const body = (): Path2D =>
  path(
    'M2.75 -0.17 L1.35 -0.33 L0.75 -0.46 L0.35 -0.82 L-0.95 -0.88 L-1.7 -0.5 L-2.35 -0.34 L-2.35 0.34 ' +
      'L-1.7 0.5 L-0.95 0.88 L0.35 0.82 L0.75 0.46 L1.35 0.33 L2.75 0.17 Z',
  );
const frontWing = (): Path2D => path('M2.35 -1.12 L2.85 -1 L2.98 0 L2.85 1 L2.35 1.12 L2.5 0 Z');
const rearWing = (): Path2D => path('M-2.85 -0.98 L-2.25 -0.98 L-2.25 0.98 L-2.85 0.98 Z');
/** x, y, length, width, steered. */
const WHEELS: readonly [number, number, number, number, boolean][] = [
  [1.75, -1, 0.95, 0.5, true],
  [1.75, 1, 0.95, 0.5, true],
  [-1.75, -1.02, 1.08, 0.6, false],
  [-1.75, 1.02, 1.08, 0.6, false],
];

/** Paint a car about the origin, its nose towards +x, in metres with y up. */
export function paintCar(context: WorldContext, look: CarLook): void {
  context.save();
  context.scale(PRINTED_SIZE * TRUE_SIZE, PRINTED_SIZE * TRUE_SIZE);
  paintShadow(context);
  if (look.own) paintRing(context);
  for (const wheel of WHEELS) paintWheel(context, wheel, look);
  const plates = [frontWing(), rearWing(), body()];
  if (look.clone) paintClone(context, plates, hueOf(look.driver));
  else paintPerson(context, plates, look.driver);
  context.restore();
}

function paintShadow(context: WorldContext): void {
  context.save();
  context.translate(0.4, -0.5);
  context.fillStyle = 'rgba(0, 0, 0, 0.36)';
  context.fill(body());
  context.fillRect(-2.9, -1.15, 5.6, 0.5);
  context.fillRect(-2.9, 0.65, 5.6, 0.5);
  context.restore();
}

function paintRing(context: WorldContext): void {
  context.strokeStyle = FLAG;
  context.lineWidth = 0.16;
  context.beginPath();
  context.arc(0, 0, 3.7, 0, 2 * Math.PI);
  context.stroke();
}

function paintWheel(
  context: WorldContext,
  [x, y, length, width, steered]: (typeof WHEELS)[number],
  { clone, steer = 0 }: CarLook,
): void {
  context.save();
  context.translate(x, y);
  if (steered) context.rotate(steer);
  context.beginPath();
  context.roundRect(-length / 2, -width / 2, length, width, 0.14);
  context.fillStyle = clone ? '#2A2E33' : '#0E0F11';
  context.fill();
  if (clone) {
    context.strokeStyle = PAPER;
    context.lineWidth = 0.1;
    context.stroke();
  }
  context.restore();
}

function paintPerson(context: WorldContext, plates: readonly Path2D[], driver: number): void {
  const hue = hueOf(driver);
  context.strokeStyle = INK;
  context.lineWidth = 0.13;
  for (const plate of plates) {
    context.fillStyle = hue;
    context.fill(plate);
    context.stroke(plate);
  }
  context.save();
  context.clip(body());
  context.fillStyle = 'rgba(255, 255, 255, 0.22)';
  context.fillRect(-3, 0.48, 6, 0.42);
  context.fillStyle = 'rgba(17, 19, 22, 0.85)';
  paintLivery(context, driver % 4);
  context.restore();
  paintHelmet(context, hue);
  paintRoofDisc(context, driver);
}

/** One of four stripes, so that two people of like hue differ in grey as well. */
function paintLivery(context: WorldContext, livery: number): void {
  if (livery === 0) context.fillRect(-2.4, -1, 5, 1);
  if (livery === 1) context.fillRect(-2.4, -0.12, 5, 0.24);
  if (livery === 2) {
    context.fillRect(-1.5, -1, 0.3, 2);
    context.fillRect(-1, -1, 0.3, 2);
  }
  if (livery === 3) context.fill(path('M-0.9 -1 L-0.3 0 L-0.9 1 L-1.4 1 L-0.8 0 L-1.4 -1 Z'));
}

function disc(context: WorldContext, x: number, radius: number, style: string): void {
  context.fillStyle = style;
  context.beginPath();
  context.arc(x, 0, radius, 0, 2 * Math.PI);
  context.fill();
}

function paintHelmet(context: WorldContext, hue: string): void {
  context.fillStyle = INK;
  context.beginPath();
  context.ellipse(0.15, 0, 0.72, 0.36, 0, 0, 2 * Math.PI);
  context.fill();
  disc(context, 0, 0.3, PAPER);
  context.fillStyle = hue;
  context.fillRect(0.02, -0.22, 0.18, 0.44);
}

function paintRoofDisc(context: WorldContext, driver: number): void {
  disc(context, -1.25, 0.38, PAPER);
  context.save();
  context.translate(-1.25, 0);
  context.rotate(-Math.PI / 2);
  context.scale(1, -1);
  context.fillStyle = INK;
  context.fill(path(shapePath(driver, 0.22)));
  context.restore();
}

function paintClone(context: WorldContext, plates: readonly Path2D[], hue: string): void {
  context.save();
  context.translate(-0.2, -0.38);
  context.strokeStyle = hue;
  context.lineWidth = 0.13;
  context.globalAlpha *= 0.75;
  for (const plate of plates) context.stroke(plate);
  context.restore();
  for (const plate of plates) {
    context.fillStyle = 'rgba(20, 23, 26, 0.82)';
    context.fill(plate);
    hatch(context, plate, hue);
    context.strokeStyle = PAPER;
    context.lineWidth = 0.17;
    context.setLineDash([0.5, 0.24]);
    context.stroke(plate);
    context.setLineDash([]);
  }
  paintChip(context);
}

/** 45° lines through a plate. */
function hatch(context: WorldContext, plate: Path2D, hue: string): void {
  context.save();
  context.clip(plate);
  context.strokeStyle = hue;
  context.lineWidth = 0.2;
  context.beginPath();
  for (let x = -6; x < 6; x += 0.46) {
    context.moveTo(x, -1.4);
    context.lineTo(x + 2.8, 1.4);
  }
  context.stroke();
  context.restore();
}

/** Where a person has a helmet, a clone has a chip standing on its corner. */
function paintChip(context: WorldContext): void {
  context.save();
  context.translate(0.1, 0);
  context.rotate(Math.PI / 4);
  context.fillStyle = INK;
  context.fillRect(-0.38, -0.38, 0.76, 0.76);
  context.strokeStyle = PAPER;
  context.lineWidth = 0.13;
  context.strokeRect(-0.38, -0.38, 0.76, 0.76);
  context.restore();
}
