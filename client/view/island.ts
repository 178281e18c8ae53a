import type { Island } from '../../shared/track/island.ts';
import type { Metres } from '../../shared/units/units.ts';
import type { WorldContext } from './area.ts';

const KERB_BLOCK: Metres = 2.1;
const KERB_WIDTH: Metres = 0.7;
const TYRE: Metres = 0.45;
/** Share of a half turn that the tyres guard, either side of the nose. */
const GUARD = 0.42;

/** An island: its kerb in red and white blocks, grass within, tyres round its nose. */
export function paintIsland(context: WorldContext, island: Island, grass: string): void {
  context.save();
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.save();
  context.translate(0.4, -0.5);
  strokeSpine(context, island, 2 * island.halfWidth, 'rgba(0, 0, 0, 0.3)');
  context.restore();
  strokeSpine(context, island, 2 * island.halfWidth, '#F1EDE2');
  traceIsland(context, island, -KERB_WIDTH / 2);
  context.lineCap = 'butt';
  context.setLineDash([KERB_BLOCK, KERB_BLOCK]);
  context.lineWidth = KERB_WIDTH;
  context.strokeStyle = '#D9482F';
  context.stroke();
  context.restore();
  context.lineCap = 'round';
  strokeSpine(context, island, 2 * (island.halfWidth - KERB_WIDTH), grass);
  context.lineCap = 'butt';
  paintTyres(context, island);
}

function strokeSpine(context: WorldContext, { spineX, spineY }: Island, width: Metres, style: string): void {
  context.beginPath();
  for (let k = 0; k < spineX.length; k++) context.lineTo(spineX[k]!, spineY[k]!);
  context.lineWidth = width;
  context.strokeStyle = style;
  context.stroke();
}

/** Begin a closed path round an island, `beyond` metres outside its rim. */
export function traceIsland(context: WorldContext, island: Island, beyond: Metres): void {
  const { spineX, spineY, halfWidth } = island;
  const last = spineX.length - 1;
  const reach = halfWidth + beyond;
  const nose = headingAt(island, 0);
  const tail = headingAt(island, last);
  context.beginPath();
  context.arc(spineX[0]!, spineY[0]!, reach, nose + Math.PI / 2, nose + 1.5 * Math.PI);
  for (let k = 1; k < last; k++) lineBeside(context, island, k, -reach);
  context.arc(spineX[last]!, spineY[last]!, reach, tail - Math.PI / 2, tail + Math.PI / 2);
  for (let k = last - 1; k > 0; k--) lineBeside(context, island, k, reach);
  context.closePath();
}

function lineBeside(context: WorldContext, island: Island, k: number, aside: Metres): void {
  const heading = headingAt(island, k);
  context.lineTo(island.spineX[k]! - aside * Math.sin(heading), island.spineY[k]! + aside * Math.cos(heading));
}

function headingAt({ spineX, spineY }: Island, k: number): number {
  const from = Math.max(0, k - 1);
  const to = Math.min(spineX.length - 1, k + 1);
  return Math.atan2(spineY[to]! - spineY[from]!, spineX[to]! - spineX[from]!);
}

function paintTyres(context: WorldContext, island: Island): void {
  const reach = Math.max(TYRE, island.halfWidth - KERB_WIDTH - TYRE);
  const back = headingAt(island, 0) + Math.PI;
  const spread = Math.PI * GUARD;
  const count = Math.max(3, Math.round((2 * spread * reach) / (2 * TYRE)));
  for (let k = 0; k < count; k++) {
    const angle = back - spread + (2 * spread * k) / (count - 1);
    const [x, y] = [island.spineX[0]! + reach * Math.cos(angle), island.spineY[0]! + reach * Math.sin(angle)];
    paintTyre(context, x, y, TYRE, k % 2 === 0);
  }
}

export function paintTyre(context: WorldContext, x: Metres, y: Metres, radius: Metres, dark: boolean): void {
  context.fillStyle = dark ? '#1E2023' : '#E9E5DA';
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = '#4A4E54';
  context.beginPath();
  context.arc(x, y, radius * 0.4, 0, 2 * Math.PI);
  context.fill();
}
