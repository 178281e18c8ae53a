import type * as Phaser from 'phaser';
import type { Radians } from '../../shared/units/units.ts';
import type { WorldContext } from '../view/area.ts';
import { PRINTED_SIZE } from '../view/carpaint.ts';
import { type CarShape, carShape } from '../view/carshapes.ts';
import { type CarLook, paintCar } from '../view/world.ts';
import { PLANE_SCALE } from './screen.ts';

type Lamps = CarShape['lamps'];

/** Pixels a metre of a car's texture, and the square it is painted on: the car, its shadow and its ring. */
const CAR_SCALE = 26;
const CAR_METRES = 13;
/** What an image of a car's texture is scaled by to be as large as the world says. */
export const CAR_ZOOM = PLANE_SCALE / CAR_SCALE;

/** Front wheels are painted at multiples of this angle: finer is not seen. */
const WHEEL_STEP: Radians = 0.075;

/** The step of the front wheels that shows an angle, + left. */
export const wheelStep = (steer: Radians): number => Math.round(steer / WHEEL_STEP);

/** Cars as textures, their colours baked in (the canvas renderer cannot tint). Each is painted when first asked for. */
export class CarTextures {
  private readonly textures: Phaser.Textures.TextureManager;
  private readonly keys = new Map<string, Set<string>>();

  constructor(textures: Phaser.Textures.TextureManager) {
    this.textures = textures;
  }

  /** The texture of a car with its front wheels at a step. `id` names the car as long as its look stays. */
  body(id: string, look: CarLook, step: number): string {
    const key = `car-${id}-${step}`;
    const known = this.keys.get(id) ?? new Set();
    this.keys.set(id, known);
    if (known.has(key)) return key;
    known.add(key);
    this.paint(key, (context) => paintCar(context, { ...look, steer: step * WHEEL_STEP }));
    return key;
  }

  /** The lit brake lamps of a car, by the id of its specification. */
  lamps(vehicle: string): string {
    const key = `brake-lamps-${vehicle}`;
    if (!this.textures.exists(key)) this.paint(key, (context) => paintLamps(context, vehicle));
    return key;
  }

  forget(id: string): void {
    for (const key of this.keys.get(id) ?? []) this.textures.remove(key);
    this.keys.delete(id);
  }

  /** Metres, x along the car, y to its left. */
  private paint(key: string, painter: (context: WorldContext) => void): void {
    const size = CAR_METRES * CAR_SCALE;
    const texture = this.textures.createCanvas(key, size, size);
    if (!texture) return;
    texture.context.setTransform(CAR_SCALE, 0, 0, -CAR_SCALE, size / 2, size / 2);
    painter(texture.context);
    texture.refresh();
  }
}

/** How far a lamp's light reaches, in lengths of the lamp. */
const GLOW = 4.2;

/** Two lamps with a white core, so that they read on a red car, and their light on the road behind. */
function paintLamps(context: WorldContext, vehicle: string): void {
  const { unit, lamps } = carShape(vehicle);
  context.scale(PRINTED_SIZE * unit, PRINTED_SIZE * unit);
  const sides = [-lamps.y, lamps.y];
  const rear = lamps.x - 0.7 * lamps.length;
  const reach = GLOW * lamps.length;
  for (const y of sides) {
    const glow = context.createRadialGradient(rear, y, 0, rear, y, reach);
    glow.addColorStop(0, 'rgba(255, 70, 40, 0.85)');
    glow.addColorStop(1, 'rgba(255, 70, 40, 0)');
    context.fillStyle = glow;
    context.fillRect(rear - reach, y - reach, 2 * reach, 2 * reach);
  }
  for (const y of sides) {
    lamp(context, lamps, y, 0.1, '#3A0A06');
    lamp(context, lamps, y, 0, '#FF3B22');
    lamp(context, lamps, y, -0.05, '#FFE3D8');
  }
}

function lamp(context: WorldContext, { x, length, width }: Lamps, y: number, grown: number, style: string): void {
  context.fillStyle = style;
  context.fillRect(x - length / 2 - grown, y - width / 2 - grown, length + 2 * grown, width + 2 * grown);
}
