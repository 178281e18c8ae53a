import type * as Phaser from 'phaser';
import { cueInSight, type Side } from '../../shared/track/cue.ts';
import { BOARD, boardPoses, paintBoard } from '../view/cueboard.ts';
import { PLANE_SCALE, planeRotation, planeX, planeY } from './screen.ts';
import type { RaceSession } from './session.ts';

const TEXTURE_SCALE = 24;
const SIDES: readonly Side[] = ['left', 'right'];
const keyOf = (side: Side): string => `cue-${side}`;

/** The boards of the track's cues, lit while the watched car can read them; dark ones are painted on the ground. */
export class CueLights {
  private readonly session: RaceSession;
  /** Both boards of each cue. */
  private readonly boards: Phaser.GameObjects.Image[][] = [];

  constructor(scene: Phaser.Scene, session: RaceSession) {
    this.session = session;
    const { track } = session;
    if (track.cues.length === 0) return;
    for (const side of SIDES) paintTexture(scene, side);
    for (const { s } of track.cues) {
      const images = boardPoses(track, s).map(({ x, y, heading }) =>
        scene.add
          .image(planeX(x), planeY(y), keyOf('left'))
          .setRotation(planeRotation(heading))
          .setScale(PLANE_SCALE / TEXTURE_SCALE)
          .setDepth(1)
          .setVisible(false),
      );
      this.boards.push(images);
    }
  }

  place(): void {
    if (this.boards.length === 0) return;
    const { prediction, track, watchedId } = this.session;
    const car = prediction.car(watchedId);
    const seen = car ? cueInSight(track, car.distance) : null;
    for (const [cue, images] of this.boards.entries()) {
      for (const image of images) {
        image.setVisible(seen?.cue === cue);
        if (seen?.cue === cue) image.setTexture(keyOf(seen.side));
      }
    }
  }
}

function paintTexture(scene: Phaser.Scene, side: Side): void {
  if (scene.textures.exists(keyOf(side))) return;
  const [width, height] = [BOARD.length * TEXTURE_SCALE, BOARD.width * TEXTURE_SCALE].map(Math.ceil) as [
    number,
    number,
  ];
  const texture = scene.textures.createCanvas(keyOf(side), width, height);
  if (!texture) return;
  const { context } = texture;
  context.setTransform(TEXTURE_SCALE, 0, 0, -TEXTURE_SCALE, width / 2, height / 2);
  paintBoard(context, side);
  texture.refresh();
}
