import { cos, sin } from '../exact/trigonometry.ts';
import type { Metres } from '../units/units.ts';
import type { MovingCar } from './car.ts';
import { type Body, newBody } from './impulse.ts';

/** A car as an oriented box, with the direction of its heading and its motion in the world frame. */
export interface Bodywork extends Body {
  /** (ahead, across) is the unit vector of the heading. */
  ahead: number;
  across: number;
  halfLength: Metres;
  halfWidth: Metres;
  /** World coordinates of the corners: front left, front right, rear left, rear right. */
  cornerX: Float64Array;
  cornerY: Float64Array;
}

export const newBodywork = (): Bodywork => ({
  ...newBody(),
  ahead: 1,
  across: 0,
  halfLength: 0,
  halfWidth: 0,
  cornerX: new Float64Array(4),
  cornerY: new Float64Array(4),
});

/** From the centre to a corner. */
export const halfDiagonal = (car: MovingCar): Metres =>
  Math.sqrt(car.spec.length * car.spec.length + car.spec.width * car.spec.width) / 2;

/** Fill `out` from the car. Inverse masses are those of the whole car. */
export function bodyworkOf(car: MovingCar, out: Bodywork): void {
  const ahead = cos(car.heading);
  const across = sin(car.heading);
  out.x = car.x;
  out.y = car.y;
  out.ahead = ahead;
  out.across = across;
  out.vx = car.vx * ahead - car.vy * across;
  out.vy = car.vx * across + car.vy * ahead;
  out.yawRate = car.yawRate;
  out.inverseMass = 1 / car.spec.mass;
  out.inverseInertia = 1 / car.spec.yawInertia;
  out.halfLength = car.spec.length / 2;
  out.halfWidth = car.spec.width / 2;
  for (let corner = 0; corner < 4; corner++) {
    const along = corner < 2 ? out.halfLength : -out.halfLength;
    const aside = corner % 2 === 0 ? out.halfWidth : -out.halfWidth;
    out.cornerX[corner] = car.x + (along * ahead - aside * across);
    out.cornerY[corner] = car.y + (along * across + aside * ahead);
  }
}

/** Change a car's motion by an impulse in the world frame and its moment about the centre. */
export function strike(car: MovingCar, box: Bodywork, x: number, y: number, moment: number): void {
  car.vx += (x * box.ahead + y * box.across) / car.spec.mass;
  car.vy += (y * box.ahead - x * box.across) / car.spec.mass;
  car.yawRate += moment / car.spec.yawInertia;
}
