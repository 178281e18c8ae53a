import type * as Phaser from 'phaser';
import { roadPose } from '../../shared/track/locate.ts';
import type { Seconds } from '../../shared/units/units.ts';
import { calm } from '../connection/settings.ts';
import type { View } from '../view/followcamera.ts';
import { FLAG, FLAG_FRAMES, paintFlag } from '../view/startart.ts';
import { PLANE_SCALE, planeX, planeY } from './screen.ts';
import type { RaceSession } from './session.ts';

const DEPTH = 3.9;
const FRAME: Seconds = 0.13;
/** From the wall to the pole's foot. */
const BEYOND = 1.2;
const PIXELS_A_METRE = 2 * PLANE_SCALE;
const [WIDTH, HEIGHT] = [FLAG.width + 1, FLAG.pole + FLAG.height + 1].map((metres) => metres * PIXELS_A_METRE) as [
  number,
  number,
];
/** The pole's foot within the texture. */
const FOOT = 0.5 * PIXELS_A_METRE;

/** Chequered flags on both sides of the line, upright on the screen, for whoever is on the last lap. */
export class FinishFlag {
  private readonly session: RaceSession;
  private readonly flags: Phaser.GameObjects.Image[];
  private frame = 0;
  private since: Seconds = 0;

  constructor(scene: Phaser.Scene, session: RaceSession) {
    this.session = session;
    const { track } = session;
    for (let frame = 0; frame < FLAG_FRAMES; frame++) paint(scene, frame);
    const places = [track.left[0]! + track.wall + BEYOND, -track.right[0]! - track.wall - BEYOND];
    this.flags = places.map((offset) => {
      const { x, y } = roadPose(track, 0, offset);
      const image = scene.add.image(planeX(x), planeY(y), textureOf(0)).setOrigin(FOOT / WIDTH, 1 - FOOT / HEIGHT);
      return image
        .setScale(PLANE_SCALE / PIXELS_A_METRE)
        .setDepth(DEPTH)
        .setVisible(false);
    });
  }

  place(view: View, passed: Seconds): void {
    const { room, watchedId } = this.session;
    const car = room.state.cars.get(watchedId);
    const last = car !== undefined && room.state.phase === 'racing' && car.lap >= room.state.laps;
    this.since += passed;
    if (last && this.since > FRAME && !calm.peek()) {
      this.since = 0;
      this.frame = (this.frame + 1) % FLAG_FRAMES;
    }
    for (const flag of this.flags) {
      flag.setVisible(last);
      if (last) flag.setTexture(textureOf(this.frame)).setRotation(Math.PI / 2 - view.up);
    }
  }
}

const textureOf = (frame: number): string => `finish-flag-${frame}`;

function paint(scene: Phaser.Scene, frame: number): void {
  const texture = scene.textures.createCanvas(textureOf(frame), WIDTH, HEIGHT);
  if (!texture) return;
  texture.context.setTransform(PIXELS_A_METRE, 0, 0, -PIXELS_A_METRE, FOOT, HEIGHT - FOOT);
  paintFlag(texture.context, frame);
  texture.refresh();
}
