import type { Metres } from '../../shared/units/units.ts';
import { PRINTED_SIZE } from '../view/carpaint.ts';
import { carShape } from '../view/carshapes.ts';
import type { CarMotion } from './carmotion.ts';

interface Place {
  x: Metres;
  y: Metres;
}

const wheels: [left: Place, right: Place] = [
  { x: 0, y: 0 },
  { x: 0, y: 0 },
];

/** Where a car's rear wheels are drawn; the same two objects at every call. */
export function rearWheels({ x, y, heading, spec }: CarMotion): readonly [left: Place, right: Place] {
  const { back, half } = axleOf(spec.id);
  const [cos, sin] = [Math.cos(heading), Math.sin(heading)];
  wheels[0].x = x - back * cos - half * sin;
  wheels[0].y = y - back * sin + half * cos;
  wheels[1].x = x - back * cos + half * sin;
  wheels[1].y = y - back * sin - half * cos;
  return wheels;
}

interface Axle {
  /** Metres from the car's middle back to it, and from there to either wheel. */
  back: Metres;
  half: Metres;
}

const axles = new Map<string, Axle>();

function axleOf(vehicle: string): Axle {
  const known = axles.get(vehicle);
  if (known) return known;
  const shape = carShape(vehicle);
  const [x, y] = shape.wheels.reduce((rear, wheel) => (wheel[0] < rear[0] ? wheel : rear));
  const size = PRINTED_SIZE * shape.unit;
  const axle = { back: -x * size, half: Math.abs(y) * size };
  axles.set(vehicle, axle);
  return axle;
}
