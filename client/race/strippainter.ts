import type { Metres } from '../../shared/units/units.ts';
import { palette } from '../view/palette.ts';
import type { RaceSession } from './session.ts';

const BEHIND: Metres = 190;
const AHEAD: Metres = 90;
/** Metres shown beyond the widest edge, above and below. */
const MARGIN: Metres = 1.6;
const KERB_BLOCK: Metres = 4.2;
const RUNG_EVERY: Metres = 3;
const RUNG_FROM: Metres = 1;

/** Paints the unrolled road of one session onto a canvas. */
export class StripPainter {
  private readonly canvas: HTMLCanvasElement;
  private readonly session: RaceSession;
  private readonly colour: (name: string) => string;
  private readonly reach: Metres;
  private from = 0;
  /** Of the canvas on the page, asked once a painting: asking makes the browser lay the page out. */
  private width = 0;
  private height = 0;

  constructor(canvas: HTMLCanvasElement, session: RaceSession) {
    this.canvas = canvas;
    this.session = session;
    const style = getComputedStyle(canvas);
    const found = new Map<string, string>();
    let foundFor = palette.peek();
    this.colour = (name) => {
      if (foundFor !== palette.peek()) found.clear();
      foundFor = palette.peek();
      if (!found.has(name)) found.set(name, style.getPropertyValue(name).trim() || '#fff');
      return found.get(name)!;
    };
    const { left, right } = session.track;
    this.reach = Math.max(...left, ...right) + MARGIN;
  }

  paint(): void {
    const context = this.fit();
    if (!context) return;
    const own = this.session.strip.traces.now(this.session.room.sessionId);
    this.from = Math.round((own?.distance ?? 0) - BEHIND);
    context.clearRect(0, 0, this.width, this.height);
    this.paintRoad(context);
    this.paintKerbs(context);
    this.paintObstacles(context);
    this.paintRungs(context);
    this.paintLines(context);
    this.paintCars(context);
    context.fillStyle = this.colour('--flag');
    context.fillRect(this.x(own?.distance ?? 0) - 1, 0, 2, this.height);
  }

  private x(distance: Metres): number {
    return ((distance - this.from) / (BEHIND + AHEAD)) * this.width;
  }

  /** Left of the road is up. */
  private y(offset: Metres): number {
    return this.height / 2 - (offset / this.reach) * (this.height / 2);
  }

  private fit(): CanvasRenderingContext2D | null {
    const { canvas } = this;
    const ratio = window.devicePixelRatio || 1;
    this.width = canvas.clientWidth;
    this.height = canvas.clientHeight;
    const width = Math.round(this.width * ratio);
    const height = Math.round(this.height * ratio);
    if (width === 0) return null;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = canvas.getContext('2d');
    context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    return context;
  }

  /** Half-width of the road at an unwrapped distance. */
  private edge(distance: Metres, side: 'left' | 'right'): Metres {
    const { track } = this.session;
    const s = ((distance % track.length) + track.length) % track.length;
    return track[side][Math.floor(s / track.spacing) % track.count];
  }

  private paintRoad(context: CanvasRenderingContext2D): void {
    context.beginPath();
    for (let m = 0; m <= BEHIND + AHEAD; m += 4)
      context.lineTo(this.x(this.from + m), this.y(this.edge(this.from + m, 'left')));
    for (let m = BEHIND + AHEAD; m >= 0; m -= 4)
      context.lineTo(this.x(this.from + m), this.y(-this.edge(this.from + m, 'right')));
    context.closePath();
    context.fillStyle = '#3A3E44';
    context.fill();
  }

  private paintKerbs(context: CanvasRenderingContext2D): void {
    const { track } = this.session;
    for (const { from, to, side } of track.kerbs) {
      const long = (to - from + track.length) % track.length;
      const lap = Math.floor(this.from / track.length);
      for (let turn = lap - 1; turn <= lap + 1; turn++) this.paintKerb(context, turn * track.length + from, long, side);
    }
  }

  private paintObstacles(context: CanvasRenderingContext2D): void {
    const { track } = this.session;
    context.fillStyle = this.colour('--line-2');
    for (const { s, offset, radius } of track.obstacles) {
      const at = s + Math.ceil((this.from - radius - s) / track.length) * track.length;
      const across = (radius / this.reach) * (this.height / 2);
      context.beginPath();
      context.ellipse(this.x(at), this.y(offset), this.x(radius) - this.x(0), across, 0, 0, 2 * Math.PI);
      context.fill();
    }
    for (const { from, to, offset, halfWidth } of track.islands) {
      const at = from + Math.ceil((this.from - to) / track.length) * track.length;
      const across = (halfWidth / this.reach) * (this.height / 2);
      context.beginPath();
      context.roundRect(this.x(at), this.y(offset) - across, this.x(to) - this.x(from), 2 * across, across);
      context.fill();
    }
  }

  private paintKerb(context: CanvasRenderingContext2D, start: Metres, long: Metres, side: 'left' | 'right'): void {
    if (start > this.from + BEHIND + AHEAD || start + long < this.from) return;
    for (let m = 0, block = 0; m < long; m += KERB_BLOCK, block++) {
      const at = start + m;
      const y = side === 'left' ? this.y(this.edge(at, 'left')) - 3 : this.y(-this.edge(at, 'right')) - 1;
      context.fillStyle = this.colour(block % 2 === 0 ? '--kerb-red' : '--kerb-white');
      context.fillRect(this.x(at), y, this.x(Math.min(at + KERB_BLOCK, start + long)) - this.x(at), 4);
    }
  }

  private paintLines(context: CanvasRenderingContext2D): void {
    const { strip, room } = this.session;
    const ownHue = this.colour(`--d${strip.ownDriver}`);
    context.lineJoin = 'round';
    for (const id of strip.cloneIds) {
      context.setLineDash([6, 4]);
      this.paintLine(context, id, this.colour('--text'), 2.2);
      context.setLineDash([]);
    }
    this.paintLine(context, room.sessionId, ownHue, 2.6);
  }

  private paintLine(context: CanvasRenderingContext2D, id: string, colour: string, width: number): void {
    const { traces } = this.session.strip;
    context.beginPath();
    let drawing = false;
    for (let m = 0; m <= BEHIND + AHEAD; m += 1) {
      const offset = traces.at(id, this.from + m);
      if (Number.isNaN(offset)) drawing = false;
      else if (drawing) context.lineTo(this.x(this.from + m), this.y(offset));
      else context.moveTo(this.x(this.from + m), this.y(offset));
      if (!Number.isNaN(offset)) drawing = true;
    }
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }

  /** Where the two lines stop lining up: magenta, stronger the wider the gap. */
  private paintRungs(context: CanvasRenderingContext2D): void {
    const { traces, cloneIds } = this.session.strip;
    const own = this.session.room.sessionId;
    const clone = cloneIds[0];
    if (!clone) return;
    context.strokeStyle = this.colour('--slip');
    context.lineWidth = 2;
    const first = Math.ceil(this.from / RUNG_EVERY) * RUNG_EVERY;
    for (let metre = first; metre < this.from + BEHIND + AHEAD; metre += RUNG_EVERY) {
      const mine = traces.at(own, metre);
      const its = traces.at(clone, metre);
      const gap = Math.abs(mine - its);
      if (!(gap > RUNG_FROM)) continue;
      context.globalAlpha = Math.min(0.95, 0.15 + (gap - RUNG_FROM) / 3);
      context.beginPath();
      context.moveTo(this.x(metre), this.y(mine));
      context.lineTo(this.x(metre), this.y(its));
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  private paintCars(context: CanvasRenderingContext2D): void {
    const { strip, prediction } = this.session;
    for (const row of this.session.hud.standings.value) {
      const at = strip.traces.now(row.id);
      const distance = prediction.car(row.id)?.distance ?? at?.distance ?? 0;
      if (!at || distance < this.from || distance > this.from + BEHIND + AHEAD) continue;
      context.beginPath();
      context.arc(this.x(distance), this.y(at.offset), row.own ? 4.5 : 3.5, 0, 2 * Math.PI);
      context.lineWidth = 1.8;
      context.strokeStyle = this.colour(`--d${row.driver}`);
      context.fillStyle = row.clone ? this.colour('--s1') : this.colour(`--d${row.driver}`);
      context.fill();
      context.stroke();
    }
  }
}
