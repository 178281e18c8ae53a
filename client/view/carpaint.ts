import type { WorldContext } from './area.ts';
import { type CarShape, carShape, type WheelShape } from './carshapes.ts';
import { hueOf, shapePath } from './shapes.ts';

/** How a car is printed. */
export interface CarLook {
  /** 1 to 8: hue and shape. */
  driver: number;
  /** The second plate: hatched, dashed, a chip for a helmet. */
  clone: boolean;
  /** Played back beside the race: an outline that the road shows through. */
  ghost?: boolean;
  /** Which car it is: the id of its specification; the club racer by default. */
  vehicle?: string;
  /** Ringed in flag yellow: the car of whoever looks. */
  own?: boolean;
  /** Angle of the front wheels, + left. */
  steer?: number;
}

const INK = '#111316';
const PAPER = '#F4F2EC';
const FLAG = '#FFD23F';
/** Width of the dark line about every plate, metres before printing. */
const OUTLINE = 0.09;
/** Cars are drawn larger than life, so that they read from above. */
export const PRINTED_SIZE = 1.3;

const path = (text: string): Path2D => new Path2D(text);

/** Paint a car about the origin, its nose towards +x, in metres with y up. */
export function paintCar(context: WorldContext, look: CarLook): void {
  const shape = carShape(look.vehicle);
  const size = PRINTED_SIZE * shape.unit;
  context.save();
  context.scale(size, size);
  if (look.ghost) paintGhost(context, shape, hueOf(look.driver));
  else paintWhole(context, shape, look, size);
  context.restore();
}

function paintWhole(context: WorldContext, shape: CarShape, look: CarLook, size: number): void {
  paintShadow(context, shape);
  if (look.own) paintRing(context, shape.ring, 0.15 / size);
  for (const wheel of shape.wheels) paintWheel(context, wheel, 0.07 / shape.unit, look);
  if (look.clone) paintClone(context, shape, hueOf(look.driver));
  else paintPerson(context, shape, look.driver);
}

/** A pale film in the hue and a dashed line about it; no wheels, no shadow: nothing that stands on the road. */
function paintGhost(context: WorldContext, shape: CarShape, hue: string): void {
  const metre = 1 / shape.unit;
  for (const plate of shape.plates.map(path)) {
    context.save();
    context.globalAlpha *= 0.3;
    context.fillStyle = hue;
    context.fill(plate);
    context.restore();
    context.strokeStyle = PAPER;
    context.lineWidth = 0.1 * metre;
    context.setLineDash([0.3 * metre, 0.2 * metre]);
    context.stroke(plate);
    context.setLineDash([]);
  }
}

function paintShadow(context: WorldContext, { plates, body, unit, wheels }: CarShape): void {
  context.save();
  context.translate(0.28 / unit, -0.35 / unit);
  context.fillStyle = 'rgba(0, 0, 0, 0.36)';
  context.fill(path(plates[body]));
  for (const [x, y, length, width] of wheels) context.fillRect(x - length / 2, y - width / 2, length, width);
  context.restore();
}

function paintRing(context: WorldContext, radius: number, width: number): void {
  context.strokeStyle = FLAG;
  context.lineWidth = width;
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.stroke();
}

function paintWheel(
  context: WorldContext,
  [x, y, length, width, steered]: WheelShape,
  outline: number,
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
    context.lineWidth = outline;
    context.stroke();
  }
  context.restore();
}

function paintPerson(context: WorldContext, shape: CarShape, driver: number): void {
  const hue = hueOf(driver);
  context.strokeStyle = INK;
  context.lineWidth = OUTLINE / shape.unit;
  shape.plates.forEach((plate, k) => {
    context.fillStyle = hue;
    context.fill(path(plate));
    if (k === shape.body) paintLivery(context, shape, driver % 4);
    context.stroke(path(plate));
  });
  paintDetails(context, shape);
  paintHelmet(context, shape.helmet, hue);
  paintRoofDisc(context, shape.disc, driver);
}

function paintDetails(context: WorldContext, { dark, light }: CarShape): void {
  context.fillStyle = INK;
  for (const pane of dark) context.fill(path(pane));
  context.fillStyle = PAPER;
  for (const lamp of light) context.fill(path(lamp));
}

/** One of four stripes, so that two people of like hue differ in grey as well. */
function paintLivery(context: WorldContext, shape: CarShape, livery: number): void {
  context.save();
  context.clip(path(shape.plates[shape.body]));
  context.scale(...shape.livery);
  context.fillStyle = 'rgba(255, 255, 255, 0.22)';
  context.fillRect(-3, 0.48, 6, 0.42);
  context.fillStyle = 'rgba(17, 19, 22, 0.85)';
  if (livery === 0) context.fillRect(-2.4, -1, 5, 1);
  if (livery === 1) context.fillRect(-2.4, -0.12, 5, 0.24);
  if (livery === 2) {
    context.fillRect(-1.5, -1, 0.3, 2);
    context.fillRect(-1, -1, 0.3, 2);
  }
  if (livery === 3) context.fill(path('M-0.9 -1 L-0.3 0 L-0.9 1 L-1.4 1 L-0.8 0 L-1.4 -1 Z'));
  context.restore();
}

function disc(context: WorldContext, x: number, radius: number, style: string): void {
  context.fillStyle = style;
  context.beginPath();
  context.arc(x, 0, radius, 0, 2 * Math.PI);
  context.fill();
}

function paintHelmet(context: WorldContext, { x, size }: CarShape['helmet'], hue: string): void {
  context.save();
  context.translate(x, 0);
  context.scale(size, size);
  context.fillStyle = INK;
  context.beginPath();
  context.ellipse(0.15, 0, 0.72, 0.36, 0, 0, 2 * Math.PI);
  context.fill();
  disc(context, 0, 0.3, PAPER);
  context.fillStyle = hue;
  context.fillRect(0.02, -0.22, 0.18, 0.44);
  context.restore();
}

function paintRoofDisc(context: WorldContext, { x, radius }: CarShape['disc'], driver: number): void {
  disc(context, x, radius, PAPER);
  context.save();
  context.translate(x, 0);
  context.rotate(-Math.PI / 2);
  context.scale(1, -1);
  context.fillStyle = INK;
  context.fill(path(shapePath(driver, 0.58 * radius)));
  context.restore();
}

function paintClone(context: WorldContext, shape: CarShape, hue: string): void {
  const plates = shape.plates.map(path);
  const metre = 1 / shape.unit;
  context.save();
  context.translate(-0.14 * metre, -0.27 * metre);
  context.strokeStyle = hue;
  context.lineWidth = OUTLINE * metre;
  context.globalAlpha *= 0.75;
  for (const plate of plates) context.stroke(plate);
  context.restore();
  for (const plate of plates) {
    context.fillStyle = 'rgba(20, 23, 26, 0.82)';
    context.fill(plate);
    hatch(context, plate, hue, metre);
    context.strokeStyle = PAPER;
    context.lineWidth = 0.12 * metre;
    context.setLineDash([0.36 * metre, 0.17 * metre]);
    context.stroke(plate);
    context.setLineDash([]);
  }
  paintDetails(context, shape);
  paintChip(context, shape.helmet);
}

/** 45° lines through a plate, as far apart on every car. */
function hatch(context: WorldContext, plate: Path2D, hue: string, metre: number): void {
  context.save();
  context.clip(plate);
  context.strokeStyle = hue;
  context.lineWidth = 0.142 * metre;
  context.beginPath();
  for (let x = -4; x < 4; x += 0.327) {
    context.moveTo(x * metre, -metre);
    context.lineTo((x + 2) * metre, metre);
  }
  context.stroke();
  context.restore();
}

/** Where a person has a helmet, a clone has a chip standing on its corner. */
function paintChip(context: WorldContext, { x, size }: CarShape['helmet']): void {
  context.save();
  context.translate(x + 0.1 * size, 0);
  context.rotate(Math.PI / 4);
  context.scale(size, size);
  context.fillStyle = INK;
  context.fillRect(-0.38, -0.38, 0.76, 0.76);
  context.strokeStyle = PAPER;
  context.lineWidth = 0.13;
  context.strokeRect(-0.38, -0.38, 0.76, 0.76);
  context.restore();
}
