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
const LATERAL = 4.5;
const BRAKING = 4;
const TOP_SPEED = 20;
const LOOK_SECONDS = 0.8;
/** A tap is worth it when the steering asked for, with what earlier taps left over, exceeds this. */
const TAP = 0.3;

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
 * Steers by pure pursuit along the centre line in taps, slows down for curves in time, and stops once `until` says so.
 */
export async function driveByKeys(page: Page, track: Track, until: (now: Telemetry) => boolean): Promise<Telemetry> {
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
  let owed = 0;
  for (;;) {
    const now = await readTelemetry(page);
    if (now !== null && until(now)) {
      await press(new Set());
      return now;
    }
    if (now === null || now.phase !== 'racing') {
      await page.waitForTimeout(50);
      continue;
    }
    const steer = steering(track, now);
    owed = Math.max(-1, Math.min(1, owed + steer));
    const wanted = new Set<Key>();
    if (owed > TAP) wanted.add('ArrowLeft');
    else if (owed < -TAP) wanted.add('ArrowRight');
    owed -= wanted.has('ArrowLeft') ? 0.6 : wanted.has('ArrowRight') ? -0.6 : 0;
    const missing = allowedSpeed(track, now) - now.vx;
    if (missing > 0.3) wanted.add('ArrowUp');
    else if (missing < -1) wanted.add('ArrowDown');
    await press(wanted);
    await page.waitForTimeout(25);
  }
}

/** Steering in [−1, 1], + left, towards the centre line ahead. */
function steering(track: Track, now: Telemetry): number {
  const ahead = Math.max(6, now.vx * LOOK_SECONDS);
  const aim = roadPose(track, now.distance + ahead, 0);
  const [dx, dy] = [aim.x - now.x, aim.y - now.y];
  const aside = -dx * Math.sin(now.heading) + dy * Math.cos(now.heading);
  const curvature = (2 * aside) / hypot(dx, dy) ** 2;
  const wanted = Math.atan(curvature * 2.5);
  const most = Math.min(0.45, (2.5 * 1.3 * 9.81) / Math.max(9, now.vx * now.vx) + 0.04);
  return Math.max(-1, Math.min(1, wanted / most));
}

/** The speed from which every curve of the next 60 m can still be slowed down for. */
function allowedSpeed(track: Track, now: Telemetry): number {
  let allowed = TOP_SPEED;
  for (let d = 0; d <= 60; d += 3) {
    const pose = roadPose(track, now.distance + d, 0);
    const bend = Math.abs(locate(track, pose.x, pose.y, now.distance + d).curvature);
    const curve = Math.min(TOP_SPEED, Math.sqrt(LATERAL / Math.max(1e-3, bend)));
    allowed = Math.min(allowed, Math.sqrt(curve * curve + 2 * BRAKING * Math.max(0, d - 4)));
  }
  return allowed;
}
