import type { Metres } from '../../shared/units/units.ts';
import type { WorldContext } from './area.ts';

/** Lights of a start. */
export const LIGHTS = 3;
/** Depth of the gantry's beam along the road. */
export const GANTRY_DEPTH: Metres = 1.9;
const BEAM: Metres = 0.7;
const LAMP: Metres = 0.42;
const LAMPS_APART: Metres = 1.5;

/** A beam across the road about the origin, along y, its lamps towards −x, the first `lit` of them burning. */
export function paintGantry(context: WorldContext, span: Metres, lit: number): void {
  const half = span / 2;
  context.fillStyle = 'rgba(0, 0, 0, 0.28)';
  context.fillRect(-BEAM / 2 + 0.3, -half - 0.3, BEAM, span);
  context.fillStyle = 'rgba(18, 20, 23, 0.9)';
  context.fillRect(-BEAM / 2, -half, BEAM, span);
  context.strokeStyle = 'rgba(244, 242, 236, 0.45)';
  context.lineWidth = 0.09;
  context.beginPath();
  for (let y = -half; y < half - 0.6; y += 1.2) {
    context.moveTo(-BEAM / 2, y);
    context.lineTo(BEAM / 2, y + 0.6);
    context.lineTo(-BEAM / 2, y + 1.2);
  }
  context.stroke();
  for (const end of [-half, half]) paintPost(context, end);
  for (let k = 0; k < LIGHTS; k++) paintLamp(context, (1 - k) * LAMPS_APART, k < lit);
}

function paintPost(context: WorldContext, y: Metres): void {
  context.fillStyle = '#C9CCC8';
  context.fillRect(-BEAM / 2 - 0.25, y - 0.45, BEAM + 0.5, 0.9);
}

function paintLamp(context: WorldContext, y: Metres, lit: boolean): void {
  const x = -BEAM / 2 - LAMP * 0.6;
  if (lit) disc(context, x, y, LAMP * 1.5, 'rgba(255, 59, 34, 0.35)');
  disc(context, x, y, LAMP + 0.1, '#121417');
  disc(context, x, y, LAMP, lit ? '#FF3B22' : '#3A0A06');
  if (lit) disc(context, x, y, LAMP * 0.45, '#FFE3D8');
}

function disc(context: WorldContext, x: Metres, y: Metres, radius: Metres, style: string): void {
  context.fillStyle = style;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/** Frames of the flag's wave. */
export const FLAG_FRAMES = 6;
export const FLAG: { width: Metres; height: Metres; pole: Metres } = { width: 3.6, height: 2.4, pole: 1.4 };
const COLUMNS = 6;
const ROWS = 4;
const WAVE: Metres = 0.26;

/** A chequered flag on its pole, the pole's foot at the origin, x right and y up; a frame of its wave. */
export function paintFlag(context: WorldContext, frame: number): void {
  const { width, height, pole } = FLAG;
  context.fillStyle = '#C9CCC8';
  context.fillRect(-0.12, 0, 0.24, pole + height + 0.2);
  const rise = (column: number): Metres =>
    WAVE * (column / COLUMNS) * Math.sin((2 * Math.PI * frame) / FLAG_FRAMES - (1.6 * Math.PI * column) / COLUMNS);
  for (let column = 0; column < COLUMNS; column++)
    for (let row = 0; row < ROWS; row++) {
      const [x, wide, high] = [(column * width) / COLUMNS, width / COLUMNS, height / ROWS];
      const [near, far] = [pole + row * high + rise(column), pole + row * high + rise(column + 1)];
      context.fillStyle = (column + row) % 2 === 0 ? '#F4F2EC' : '#15181A';
      context.beginPath();
      context.moveTo(x, near);
      context.lineTo(x + wide + 0.03, far);
      context.lineTo(x + wide + 0.03, far + high + 0.03);
      context.lineTo(x, near + high + 0.03);
      context.fill();
    }
}
