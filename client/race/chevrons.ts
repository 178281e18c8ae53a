import type * as Phaser from 'phaser';
import { roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import { PLANE_SCALE, planeRotation, planeX, planeY } from './screen.ts';
import type { RaceSession } from './session.ts';

const SPACING: Metres = 4;
const COUNT = 16;
/** Nothing is drawn under the car's nose. */
const CLEAR: Metres = 6;
const MOST_OPAQUE = 0.8;
const TEXTURE = 'chevron';
const TEXTURE_PIXELS = 48;
/** The chevron is 1.6 m long and wide. */
const TEXTURE_SCALE = 30;

/**
 * The own best lap of this race as yellow chevrons on the road ahead, fading with distance; none before a best lap, and
 * none from a cue board to the end of its island, where the best lap may have had to take the other side.
 */
export class Chevrons {
  private readonly session: RaceSession;
  private readonly images: Phaser.GameObjects.Image[] = [];

  constructor(scene: Phaser.Scene, session: RaceSession) {
    this.session = session;
    paintChevron(scene);
    for (let i = 0; i < COUNT; i++) {
      const image = scene.add.image(0, 0, TEXTURE).setScale(PLANE_SCALE / TEXTURE_SCALE);
      this.images.push(image.setDepth(1).setVisible(false));
    }
  }

  place(): void {
    const { strip, track, prediction, room } = this.session;
    const start = strip.bestLapStart;
    const own = prediction.car(room.sessionId);
    for (const image of this.images) image.setVisible(false);
    if (start === undefined || !own || own.distance < 0) return;
    const first = Math.ceil((own.distance + CLEAR) / SPACING);
    for (const [i, image] of this.images.entries()) {
      const distance = (first + i) * SPACING;
      const s = distance - Math.floor(distance / track.length) * track.length;
      const offset = strip.traces.at(room.sessionId, Math.round(start + s));
      if (Number.isNaN(offset) || tellsSide(track, s)) continue;
      const { x, y, heading } = roadPose(track, s, offset);
      const share = (distance - own.distance) / (CLEAR + COUNT * SPACING);
      image.setPosition(planeX(x), planeY(y)).setRotation(planeRotation(heading));
      image.setAlpha(MOST_OPAQUE * (1 - share)).setVisible(true);
    }
  }
}

const tellsSide = (track: Track, s: Metres): boolean =>
  track.cues.some((cue) => s >= cue.s && s <= track.islands[cue.island]!.to);

function paintChevron(scene: Phaser.Scene): void {
  if (scene.textures.exists(TEXTURE)) return;
  const texture = scene.textures.createCanvas(TEXTURE, TEXTURE_PIXELS, TEXTURE_PIXELS);
  if (!texture) return;
  const { context } = texture;
  context.setTransform(TEXTURE_SCALE, 0, 0, TEXTURE_SCALE, TEXTURE_PIXELS / 2, TEXTURE_PIXELS / 2);
  context.strokeStyle = '#FFD23F';
  context.lineWidth = 0.34;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(-0.45, -0.6);
  context.lineTo(0.25, 0);
  context.lineTo(-0.45, 0.6);
  context.stroke();
  texture.refresh();
}
