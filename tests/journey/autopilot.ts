import type { Page } from 'playwright-core';
import { hypot } from '../../shared/exact/trigonometry.ts';
import { locate, roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';

/** What the HUD says of the own car. */
export interface Telemetry {
  phase: string;
  tick: number;
  lap: number;
  x: number;
  y: number;
  heading: number;
  vx: number;
  speed: number;
  distance: number;
  corrections: number;
}

/** Lateral grip the pilot dares to use, m/s², and how hard it brakes. */
const LATERAL = 3.5;
const BRAKING = 4;
const TOP_SPEED = 17;
const LOOK_SECONDS = 0.8;
/** Curvature that is missing before a finger moves, 1/m. */
const SLACK = 0.008;
/** How far the car turns on before a key pressed now has turned the wheels. */
const LEAD_SECONDS = 0.16;

const KEYS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;
type Key = (typeof KEYS)[number];

export async function readTelemetry(page: Page): Promise<Telemetry | null> {
  const data = await page.evaluate(() => ({ ...document.querySelector<HTMLElement>('[data-testid=hud]')?.dataset }));
  if (data.phase === undefined) return null;
  const number = (name: string): number => Number(data[name] ?? 0);
  return {
    phase: data.phase,
    tick: number('tick'),
    lap: number('lap'),
    x: number('x'),
    y: number('y'),
    heading: number('heading'),
    vx: number('vx'),
    speed: number('speed'),
    distance: number('distance'),
    corrections: number('corrections'),
  };
}

/**
 * Drives the page's own car by real key events, from what the HUD tells: a person with four fingers, in a test.
 *
 * Follows the centre line in taps, slows down for curves in time, and stops once `until` says so.
 */
export async function driveByKeys(page: Page, track: Track, until: (now: Telemetry) => boolean): Promise<Telemetry> {
  const fingers = new Fingers(track);
  const held = new Set<Key>();
  const press = async (wanted: ReadonlySet<Key>): Promise<void> => {
    for (const key of KEYS) {
      if (wanted.has(key) === held.has(key)) continue;
      if (wanted.has(key)) await page.keyboard.down(key);
      else await page.keyboard.up(key);
      if (wanted.has(key)) held.add(key);
      else held.delete(key);
    }
  };
  for (;;) {
    const now = await readTelemetry(page);
    if (now !== null && until(now)) {
      await press(new Set());
      return now;
    }
    if (now?.phase === 'racing') await press(fingers.decide(now));
    await page.waitForTimeout(now?.phase === 'racing' ? 15 : 50);
  }
}

/** Which keys to hold, from one look at the car to the next. */
export class Fingers {
  private readonly track: Track;
  private last: Telemetry | null = null;
  private yawRate = 0;

  constructor(track: Track) {
    this.track = track;
  }

  decide(now: Telemetry): Set<Key> {
    const keys = new Set<Key>();
    if (this.last && now.tick > this.last.tick) {
      this.yawRate = ((now.heading - this.last.heading) * 60) / (now.tick - this.last.tick);
    }
    if (now.tick !== this.last?.tick) this.last = now;
    const speed = Math.max(4, now.vx);
    const missing = this.wantedCurvature(now) - this.yawRate / speed;
    if (missing > SLACK) keys.add('ArrowLeft');
    else if (missing < -SLACK) keys.add('ArrowRight');
    const slow = this.allowedSpeed(now) - now.vx;
    if (slow > 0.3) keys.add('ArrowUp');
    else if (slow < -1) keys.add('ArrowDown');
    return keys;
  }

  /** Curvature of the circle that leads from where the car soon is to the centre line ahead, + left. */
  private wantedCurvature(now: Telemetry): number {
    const heading = now.heading + this.yawRate * LEAD_SECONDS;
    const x = now.x + now.vx * LEAD_SECONDS * Math.cos(heading);
    const y = now.y + now.vx * LEAD_SECONDS * Math.sin(heading);
    const ahead = now.vx * LEAD_SECONDS + Math.max(6, now.vx * LOOK_SECONDS);
    const aim = roadPose(this.track, now.distance + ahead, 0);
    const [dx, dy] = [aim.x - x, aim.y - y];
    const aside = dy * Math.cos(heading) - dx * Math.sin(heading);
    return (2 * aside) / hypot(dx, dy) ** 2;
  }

  /** The speed from which every curve of the next 60 m can still be slowed down for. */
  private allowedSpeed(now: Telemetry): number {
    let allowed = TOP_SPEED;
    for (let d = 0; d <= 60; d += 3) {
      const pose = roadPose(this.track, now.distance + d, 0);
      const bend = Math.abs(locate(this.track, pose.x, pose.y, now.distance + d).curvature);
      const curve = Math.min(TOP_SPEED, Math.sqrt(LATERAL / Math.max(1e-3, bend)));
      allowed = Math.min(allowed, Math.sqrt(curve * curve + 2 * BRAKING * Math.max(0, d - 4)));
    }
    return allowed;
  }
}
