import type { Page } from 'playwright-core';
import { locate, roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';

/** What the HUD says of the own car. */
export interface Telemetry {
  phase: string;
  tick: number;
  lap: number;
  distance: number;
  speed: number;
}

export async function readTelemetry(page: Page): Promise<Telemetry | null> {
  const data = await page.evaluate(() => ({ ...document.querySelector<HTMLElement>('[data-testid=hud]')?.dataset }));
  if (data.phase === undefined) return null;
  const number = (name: string): number => Number(data[name] ?? 0);
  return {
    phase: data.phase,
    tick: number('tick'),
    lap: number('lap'),
    distance: number('distance'),
    speed: number('speed'),
  };
}

/**
 * Drives the page's own car by key events, from what the HUD tells: a person with four fingers, in a test.
 *
 * Follows the centre line in taps, slows down for curves in time, and stops once `until` says so. The fingers live in
 * the page and move with its frames, so that a test process that is held up for a moment does not leave a key pressed;
 * where the machine draws few frames they drive slowly, as anybody would.
 */
export async function driveByKeys(page: Page, track: Track, until: (now: Telemetry) => boolean): Promise<Telemetry> {
  await page.evaluate(moveFingers, roadMap(track));
  for (;;) {
    const now = await readTelemetry(page);
    if (now !== null && until(now)) {
      await page.evaluate(() => window.dispatchEvent(new Event('fingers-off')));
      return now;
    }
    await page.waitForTimeout(100);
  }
}

/** Centre line and allowed speed, metre by metre: [x, y, m/s]. */
type RoadMap = [number, number, number][];

/** Lateral grip the driver dares to use, m/s², how hard it brakes, and its top speed. */
const LATERAL = 4;
const BRAKING = 4;
const TOP_SPEED = 19;
/** Curves this far ahead are slowed down for. */
const HORIZON = 60;

function roadMap(track: Track): RoadMap {
  const curves = Array.from({ length: Math.floor(track.length) }, (_, s) => {
    const { x, y } = roadPose(track, s, 0);
    const bend = Math.abs(locate(track, x, y, s).curvature);
    return { x, y, fastest: Math.min(TOP_SPEED, Math.sqrt(LATERAL / Math.max(1e-3, bend))) };
  });
  return curves.map(({ x, y }, s) => {
    let allowed = TOP_SPEED;
    for (let d = 0; d <= HORIZON; d += 3) {
      const { fastest } = curves[(s + d) % curves.length]!;
      allowed = Math.min(allowed, Math.sqrt(fastest * fastest + 2 * BRAKING * Math.max(0, d - 4)));
    }
    return [x, y, allowed];
  });
}

/** Runs in the page, so it may use nothing but its argument. */
function moveFingers(road: RoadMap): void {
  const held = new Set<string>();
  const hud = document.querySelector<HTMLElement>('[data-testid=hud]');
  let last = { tick: 0, heading: 0 };
  let yawRate = 0;
  let on = true;
  /** Longest recent time between two looks, in seconds. */
  let blink = 0.02;
  let looked = performance.now();
  const press = (wanted: string[]): void => {
    for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
      const down = wanted.includes(key);
      if (down === held.has(key)) continue;
      window.dispatchEvent(new KeyboardEvent(down ? 'keydown' : 'keyup', { key, code: key, bubbles: true }));
      if (down) held.add(key);
      else held.delete(key);
    }
  };
  const decide = (data: DOMStringMap): string[] => {
    const number = (name: string): number => Number(data[name]);
    const [tick, heading, speed] = [number('tick'), number('heading'), Math.max(4, number('vx'))];
    if (tick > last.tick) {
      yawRate = ((heading - last.heading) * 60) / (tick - last.tick);
      last = { tick, heading };
    }
    // Where the car is a tenth of a second from now, when a key pressed now has turned its wheels.
    const soon = heading + yawRate * 0.1;
    const x = number('x') + 0.1 * speed * Math.cos(soon);
    const y = number('y') + 0.1 * speed * Math.sin(soon);
    const metre = (ahead: number): number =>
      ((Math.floor(number('distance') + ahead) % road.length) + road.length) % road.length;
    const aim = road[metre(0.1 * speed + Math.max(6, 0.7 * speed))]!;
    const [dx, dy] = [aim[0] - x, aim[1] - y];
    const aside = dy * Math.cos(soon) - dx * Math.sin(soon);
    const missing = (2 * aside) / (dx * dx + dy * dy) - yawRate / speed;
    // No more than 1.5 m of road between two looks.
    const slow = Math.min(road[metre(0)]![2], Math.max(6, 1.5 / blink)) - number('vx');
    const keys = [];
    if (missing > 0.006) keys.push('ArrowLeft');
    if (missing < -0.006) keys.push('ArrowRight');
    if (slow > 0.3) keys.push('ArrowUp');
    if (slow < -1) keys.push('ArrowDown');
    return keys;
  };
  const frame = (): void => {
    const now = performance.now();
    blink = Math.max((now - looked) / 1000, blink * 0.985);
    looked = now;
    press(on && hud?.dataset.phase === 'racing' ? decide(hud.dataset) : []);
    if (on) requestAnimationFrame(frame);
  };
  window.addEventListener('fingers-off', () => {
    on = false;
    press([]);
  });
  frame();
}
