import type * as Phaser from 'phaser';
import type { Metres, Seconds } from '../../shared/units/units.ts';
import type { CarMotion } from './carmotion.ts';
import { PLANE_SCALE, planeX, planeY } from './screen.ts';
import { tyreLevel } from './sound/mapping.ts';
import { rearWheels } from './wheels.ts';

const COUNT = 288;
const DEPTH = 0.5;
const TEXTURE = 'skid';
const TEXTURE_PIXELS = 16;
const WIDTH: Metres = 0.34;
/** A mark is laid each time a sliding wheel has gone this far; further than the longest, a wheel was lifted. */
const STEP: Metres = 0.9;
const LONGEST: Metres = 4;
/** From this loudness of the squeal on a tyre leaves rubber. */
const LEAVES = 0.12;
const DARKEST = 0.5;
const LASTS: Seconds = 14;
/** This many of all marks are looked at in a frame. */
const LOOKED_AT = 24;

interface Mark {
  image: Phaser.GameObjects.Image;
  laid: Seconds;
  dark: number;
}

/** Where a car's two wheels last left rubber. */
interface Trace {
  sliding: boolean;
  leftX: Metres;
  leftY: Metres;
  rightX: Metres;
  rightY: Metres;
}

/** Black lines that sliding tyres leave and that fade; the oldest marks give way to new ones. */
export class Skids {
  private readonly marks: Mark[];
  private readonly traces = new WeakMap<CarMotion, Trace>();
  private next = 0;
  private looked = 0;
  private now: Seconds = 0;

  constructor(scene: Phaser.Scene) {
    paint(scene);
    this.marks = Array.from({ length: COUNT }, () => ({
      image: scene.add.image(0, 0, TEXTURE).setDepth(DEPTH).setVisible(false),
      laid: 0,
      dark: 0,
    }));
  }

  /** Note one car in this frame. */
  note(car: CarMotion): void {
    const trace = this.traceOf(car);
    const level = tyreLevel(car.slip, car.speed, car.surface);
    const [left, right] = rearWheels(car);
    const gone = Math.hypot(left.x - trace.leftX, left.y - trace.leftY);
    if (level < LEAVES || car.leapt || !trace.sliding || gone > LONGEST) {
      trace.sliding = level >= LEAVES && !car.leapt;
    } else if (gone < STEP) return;
    else {
      this.lay(trace.leftX, trace.leftY, left.x, left.y, level);
      this.lay(trace.rightX, trace.rightY, right.x, right.y, level);
    }
    trace.leftX = left.x;
    trace.leftY = left.y;
    trace.rightX = right.x;
    trace.rightY = right.y;
  }

  /** Let some of the marks fade. @param calm they stay as dark as they were laid, until they are gone */
  fade(passed: Seconds, calm: boolean): void {
    this.now += passed;
    for (let i = 0; i < LOOKED_AT; i++) {
      const mark = this.marks[this.looked]!;
      this.looked = (this.looked + 1) % COUNT;
      if (!mark.image.visible) continue;
      const left = 1 - (this.now - mark.laid) / LASTS;
      if (left <= 0) mark.image.setVisible(false);
      else mark.image.setAlpha(mark.dark * (calm ? 1 : left));
    }
  }

  private lay(fromX: Metres, fromY: Metres, toX: Metres, toY: Metres, level: number): void {
    const mark = this.marks[this.next]!;
    this.next = (this.next + 1) % COUNT;
    const length = Math.hypot(toX - fromX, toY - fromY);
    mark.laid = this.now;
    mark.dark = DARKEST * Math.min(1, 0.4 + level);
    mark.image
      .setPosition(planeX((fromX + toX) / 2), planeY((fromY + toY) / 2))
      .setRotation(-Math.atan2(toY - fromY, toX - fromX))
      .setScale((length * PLANE_SCALE * 1.04) / TEXTURE_PIXELS, (WIDTH * PLANE_SCALE) / TEXTURE_PIXELS)
      .setAlpha(mark.dark)
      .setVisible(true);
  }

  private traceOf(car: CarMotion): Trace {
    const known = this.traces.get(car);
    if (known) return known;
    const trace = { sliding: false, leftX: 0, leftY: 0, rightX: 0, rightY: 0 };
    this.traces.set(car, trace);
    return trace;
  }
}

function paint(scene: Phaser.Scene): void {
  if (scene.textures.exists(TEXTURE)) return;
  const texture = scene.textures.createCanvas(TEXTURE, TEXTURE_PIXELS, TEXTURE_PIXELS);
  if (!texture) return;
  texture.context.fillStyle = '#101113';
  texture.context.fillRect(0, 0, TEXTURE_PIXELS, TEXTURE_PIXELS);
  texture.refresh();
}
