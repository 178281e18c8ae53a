import type * as Phaser from 'phaser';
import { roadPose } from '../../shared/track/locate.ts';
import { GANTRY_DEPTH, LIGHTS, paintGantry } from '../view/startart.ts';
import { PLANE_SCALE, planeRotation, planeX, planeY } from './screen.ts';
import type { RaceSession } from './session.ts';

/** Above the cars that pass below it, under their names. */
const DEPTH = 3.8;
/** Beyond the line, so that its chequers stay in sight. */
const BEYOND = 2.6;

/** The beam over the start, whose lamps come on second by second and go out together. */
export class StartGantry {
  private readonly session: RaceSession;
  private readonly image: Phaser.GameObjects.Image;
  private lit = 0;

  constructor(scene: Phaser.Scene, session: RaceSession) {
    this.session = session;
    const { track } = session;
    const [left, right] = [track.left[0]! + track.wall, track.right[0]! + track.wall];
    for (let lit = 0; lit <= LIGHTS; lit++) paint(scene, left + right, lit);
    const { x, y, heading } = roadPose(track, BEYOND, (left - right) / 2);
    this.image = scene.add
      .image(planeX(x), planeY(y), textureOf(0))
      .setRotation(planeRotation(heading))
      .setDepth(DEPTH);
  }

  place(): void {
    const { lights } = this.session.hud;
    const lit = Math.min(LIGHTS, lights.peek());
    if (lit === this.lit) return;
    this.lit = lit;
    this.image.setTexture(textureOf(lit));
  }
}

const textureOf = (lit: number): string => `gantry-${lit}`;

function paint(scene: Phaser.Scene, span: number, lit: number): void {
  const [width, height] = [2 * GANTRY_DEPTH, span + 2].map((metres) => Math.ceil(metres * PLANE_SCALE));
  const texture = scene.textures.createCanvas(textureOf(lit), width, height);
  if (!texture) return;
  texture.context.setTransform(PLANE_SCALE, 0, 0, -PLANE_SCALE, width! / 2, height! / 2);
  paintGantry(texture.context, span, lit);
  texture.refresh();
}
