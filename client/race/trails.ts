import type * as Phaser from 'phaser';
import { roadPose } from '../../shared/track/locate.ts';
import type { Metres } from '../../shared/units/units.ts';
import { hueOf } from '../view/shapes.ts';
import { PLANE_SCALE, planeX, planeY } from './screen.ts';
import type { RaceSession } from './session.ts';

const LENGTH: Metres = 34;
const STEP: Metres = 1;
const RUNG_EVERY: Metres = 3;
const RUNG_FROM: Metres = 0.9;
const CLONE = 0xf4f2ec;
const SLIP = 0xff5ca2;

/**
 * The two printings of one line: behind the own car its way, behind its clone the clone's, dashed, and rungs where they
 * part. Drawn only when a clone of one's own is on the road.
 */
export class Trails {
  private readonly graphics: Phaser.GameObjects.Graphics;
  private readonly session: RaceSession;

  constructor(scene: Phaser.Scene, session: RaceSession) {
    this.session = session;
    this.graphics = scene.add.graphics().setDepth(1);
  }

  draw(): void {
    const { graphics, session } = this;
    const [clone] = session.strip.cloneIds;
    graphics.clear();
    if (!clone) return;
    const own = session.room.sessionId;
    const ownNow = session.strip.traces.now(own)?.distance ?? 0;
    const cloneNow = session.strip.traces.now(clone)?.distance ?? 0;
    this.rungs(own, clone, Math.floor(Math.min(ownNow, cloneNow)));
    const hue = Number.parseInt(hueOf(session.strip.ownDriver).slice(1), 16);
    this.line(own, Math.floor(ownNow), hue, 0.5, () => true);
    this.line(clone, Math.floor(cloneNow), CLONE, 0.42, (metre) => metre % 3 < 2);
  }

  private line(id: string, to: number, colour: number, width: Metres, drawn: (metre: number) => boolean): void {
    const { graphics } = this;
    graphics.lineStyle(width * PLANE_SCALE, colour, 1);
    for (let metre = Math.max(0, to - LENGTH); metre < to; metre += STEP) {
      const from = this.place(id, metre);
      const next = this.place(id, metre + STEP);
      if (from && next && drawn(metre)) graphics.lineBetween(from.x, from.y, next.x, next.y);
    }
  }

  private rungs(own: string, clone: string, to: number): void {
    const { graphics } = this;
    const { traces } = this.session.strip;
    const first = Math.ceil(Math.max(0, to - LENGTH) / RUNG_EVERY) * RUNG_EVERY;
    for (let metre = first; metre < to; metre += RUNG_EVERY) {
      const gap = Math.abs(traces.at(own, metre) - traces.at(clone, metre));
      if (!(gap > RUNG_FROM)) continue;
      const from = this.place(own, metre);
      const next = this.place(clone, metre);
      if (!from || !next) continue;
      graphics.lineStyle(0.22 * PLANE_SCALE, SLIP, Math.min(0.9, 0.15 + (gap - RUNG_FROM) / 4));
      graphics.lineBetween(from.x, from.y, next.x, next.y);
    }
  }

  /** Where a car was at a metre of the race, on Phaser's plane. */
  private place(id: string, metre: number): { x: number; y: number } | undefined {
    const offset = this.session.strip.traces.at(id, metre);
    if (Number.isNaN(offset)) return undefined;
    const { x, y } = roadPose(this.session.track, metre, offset);
    return { x: planeX(x), y: planeY(y) };
  }
}
