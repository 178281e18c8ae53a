import { hueOf, shapePath } from './shapes.ts';

export interface TagLook {
  text: string;
  driver: number;
  clone: boolean;
  own: boolean;
}

const RATIO = 2;
export const TAG_FONT = '650 12.5px "Pretendard Variable", sans-serif';
const HEIGHT = 24;
const PAD = 8;
const ICON = 16;

/** A car's name on a chip, painted at twice its size: own on flag yellow, a clone's with a dashed edge. */
export function paintTag({ text, driver, clone, own }: TagLook): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  context.font = TAG_FONT;
  const width = Math.ceil(context.measureText(text).width) + 2 * PAD + ICON;
  canvas.width = (width + 2) * RATIO;
  canvas.height = (HEIGHT + 2) * RATIO;
  context.setTransform(RATIO, 0, 0, RATIO, RATIO, RATIO);
  const hue = hueOf(driver);
  context.fillStyle = own ? '#FFD23F' : 'rgb(18 20 23 / 0.88)';
  context.beginPath();
  context.roundRect(0, 0, width, HEIGHT, 5);
  context.fill();
  if (clone) {
    context.setLineDash([4, 2.5]);
    context.strokeStyle = hue;
    context.lineWidth = 1.5;
    context.stroke();
    context.setLineDash([]);
  }
  paintShape(context, driver, clone, hue);
  context.font = TAG_FONT;
  context.textBaseline = 'middle';
  context.fillStyle = own ? '#16140A' : '#F4F2EC';
  context.fillText(text, PAD + ICON, HEIGHT / 2 + 0.5);
  return canvas;
}

function paintShape(context: CanvasRenderingContext2D, driver: number, clone: boolean, hue: string): void {
  context.save();
  context.translate(PAD + 5, HEIGHT / 2);
  const shape = new Path2D(shapePath(driver, 5));
  context.lineWidth = 1.5;
  context.strokeStyle = hue;
  context.fillStyle = hue;
  if (clone) context.stroke(shape);
  else context.fill(shape);
  context.restore();
}
