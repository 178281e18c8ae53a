import type { Page } from 'playwright-core';
import { wrapAngle } from '../../../shared/exact/trigonometry.ts';
import { locateAnywhere, roadPose } from '../../../shared/track/locate.ts';
import type { Track } from '../../../shared/track/track.ts';
import type { MetresPerSecond, Radians } from '../../../shared/units/units.ts';

/** What the HUD's root element says about the own car. */
interface Telemetry {
  phase: string;
  x: number;
  y: number;
  heading: Radians;
  speed: MetresPerSecond;
}

/** A bearing error below this is left alone: keys know only full lock. */
const DEAD_BAND: Radians = 0.035;
const KEYS = { left: 'ArrowLeft', right: 'ArrowRight', throttle: 'ArrowUp', brake: 'ArrowDown' } as const;
type Key = keyof typeof KEYS;

/**
 * Drives the race page as a person does: reads where the car is from the HUD, presses and releases keys, nothing else.
 *
 * Written for slow machines: it keeps to a speed at which ten looks a second are enough.
 */
export class KeyDriver {
  private readonly page: Page;
  private readonly track: Track;
  private readonly topSpeed: MetresPerSecond;
  private readonly held = new Set<Key>();

  constructor(page: Page, track: Track, topSpeed: MetresPerSecond = 15) {
    this.page = page;
    this.track = track;
    this.topSpeed = topSpeed;
  }

  /** Drive until the HUD is gone: the results are there, or something went wrong. */
  async driveToTheEnd(limitMs: number): Promise<void> {
    const end = Date.now() + limitMs;
    while (Date.now() < end) {
      const car = await this.look();
      if (!car || car.phase === 'finished') break;
      await this.act(car);
      await this.page.waitForTimeout(15);
    }
    for (const key of Object.keys(KEYS) as Key[]) await this.hold(key, false);
  }

  private async look(): Promise<Telemetry | undefined> {
    const data = await this.page.evaluate(() => {
      const hud = document.querySelector<HTMLElement>('[data-testid=hud]');
      return hud ? { ...hud.dataset } : undefined;
    });
    if (!data) return undefined;
    const { phase = '', x, y, heading, speed } = data;
    return { phase, x: Number(x), y: Number(y), heading: Number(heading), speed: Number(speed) };
  }

  private async act(car: Telemetry): Promise<void> {
    const here = locateAnywhere(this.track, car.x, car.y);
    const aim = roadPose(this.track, here.s + 5 + car.speed * 0.5, 0);
    const error = wrapAngle(Math.atan2(aim.y - car.y, aim.x - car.x) - car.heading);
    const wanted = Math.min(this.topSpeed, this.cornerSpeed(here.s, car.speed));
    await this.hold('left', error > DEAD_BAND);
    await this.hold('right', error < -DEAD_BAND);
    await this.hold('throttle', car.speed < wanted);
    await this.hold('brake', car.speed > wanted + 2.5);
  }

  /** Half a g of cornering in the tightest place of the next two seconds. */
  private cornerSpeed(s: number, speed: MetresPerSecond): MetresPerSecond {
    let tightest = 0.001;
    for (let ahead = 0; ahead < 8 + speed * 2; ahead += 2) {
      const i = Math.floor(((s + ahead) % this.track.length) / this.track.spacing) % this.track.count;
      tightest = Math.max(tightest, Math.abs(this.track.curvature[i]));
    }
    return Math.sqrt(5 / tightest);
  }

  private async hold(key: Key, down: boolean): Promise<void> {
    if (this.held.has(key) === down) return;
    if (down) this.held.add(key);
    else this.held.delete(key);
    await this.page.keyboard[down ? 'down' : 'up'](KEYS[key]);
  }
}
