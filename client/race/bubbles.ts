import type * as Phaser from 'phaser';
import { t } from '../locale/locale.ts';
import type { View } from '../view/followcamera.ts';
import type { Line } from './conversation.ts';
import { drawingOf } from './phraseart.ts';
import { PLANE_SCALE, planeX, planeY, screenUp } from './screen.ts';
import type { RaceSession } from './session.ts';

/** Metres on the screen from a car's middle up to the lower end of what it says, and pixels over its name. */
const LIFT = 3.9;
const OVER_NAME = 32;
const HEIGHT = 34;
const PAD = 12;
const ICON = 24;
const TAIL = 7;
/** Painted at twice its size, so that it stays sharp. */
const RATIO = 2;
const FONT = '650 15px "Pretendard Variable", sans-serif';

interface Bubble {
  line: Line;
  image: Phaser.GameObjects.Image;
}

/** What somebody says, in a bubble over their car for as long as it is shown. */
export class Bubbles {
  private readonly scene: Phaser.Scene;
  private readonly session: RaceSession;
  private readonly bubbles = new Map<number, Bubble>();

  constructor(scene: Phaser.Scene, session: RaceSession) {
    this.scene = scene;
    this.session = session;
  }

  place(view: View): void {
    const lines = this.session.hud.talk.lines.peek();
    for (const key of this.bubbles.keys()) if (!lines.some((line) => line.key === key)) this.remove(key);
    if (lines.length === 0) return;
    const up = screenUp(view);
    for (const line of lines) {
      const car = this.session.prediction.car(line.id);
      const { image } = this.bubbles.get(line.key) ?? this.add(line);
      image.setVisible(car !== undefined);
      if (!car) continue;
      const lift = LIFT * view.scale + OVER_NAME;
      image.setPosition(planeX(car.x + up.x * lift), planeY(car.y + up.y * lift));
      image.setRotation(Math.PI / 2 - view.up).setScale(PLANE_SCALE / view.scale / RATIO);
    }
  }

  private add(line: Line): Bubble {
    const key = textureKey(line.key);
    this.scene.textures.addCanvas(key, paintBubble(line));
    const bubble = { line, image: this.scene.add.image(0, 0, key).setOrigin(0.5, 1).setDepth(6) };
    this.bubbles.set(line.key, bubble);
    return bubble;
  }

  private remove(key: number): void {
    this.bubbles.get(key)?.image.destroy();
    this.scene.textures.remove(textureKey(key));
    this.bubbles.delete(key);
  }
}

const textureKey = (key: number): string => `said-${key}`;

/** Dark on bone, with a tail that points at the car. */
function paintBubble({ phrase }: Line): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  const drawing = drawingOf(phrase);
  const text = drawing ? '' : t(`say.phrase.${phrase}`);
  context.font = FONT;
  const width = (drawing ? ICON : Math.ceil(context.measureText(text).width)) + 2 * PAD;
  canvas.width = width * RATIO;
  canvas.height = (HEIGHT + TAIL) * RATIO;
  context.setTransform(RATIO, 0, 0, RATIO, 0, 0);
  context.fillStyle = '#F4F2EC';
  context.beginPath();
  context.roundRect(0, 0, width, HEIGHT, 10);
  context.fill();
  context.beginPath();
  context.moveTo(width / 2 - TAIL, HEIGHT - 1);
  context.lineTo(width / 2, HEIGHT + TAIL);
  context.lineTo(width / 2 + TAIL, HEIGHT - 1);
  context.fill();
  context.fillStyle = '#16140A';
  context.strokeStyle = '#16140A';
  if (drawing) {
    context.translate(PAD, (HEIGHT - ICON) / 2);
    context.lineWidth = 1.9;
    context.lineJoin = 'round';
    context.lineCap = 'round';
    context.stroke(new Path2D(drawing));
  } else {
    context.font = FONT;
    context.textBaseline = 'middle';
    context.fillText(text, PAD, HEIGHT / 2 + 1);
  }
  return canvas;
}
