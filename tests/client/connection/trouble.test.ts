import { describe, expect, test } from 'vitest';
import { ownStep } from '../../../client/connection/ownstep.ts';
import { Prediction } from '../../../client/connection/prediction.ts';
import { seededRandom } from '../../../shared/exact/random.ts';
import type { Race } from '../../../shared/race/race.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { driveAt, oval } from './centredriver.ts';
import { DelayedRoom } from './delayedroom.ts';

/** Metres a drawn car may move in a frame beyond what its speed explains. */
const OWN_JUMP = 0.3;
const OTHER_JUMP = 0.5;
const FRAME_MS = 1000 / 60;
/** The pack has left the grid, and clocks and buffers know the connection. */
const SETTLED = 5 * 60;

/** 150 ± 50 ms round trip, and a message in fifty 200 ms late on top, with those behind it. */
function troubled(seed: number): () => number {
  const random = seededRandom(seed);
  return () => 50 + 50 * random.uniform() + (random.uniform() < 0.02 ? 200 : 0);
}

/** Four cars, two abreast, the own one in their midst, at speeds that change all the time. */
function packBehind(delay: () => number, contact: boolean, meddle?: (race: Race) => void) {
  const others = (race: Race, car: number) => {
    const speed = 16 + 0.8 * Math.sin(race.tick / 200 + car);
    return driveAt(race.cars[car], speed, car === 1 ? 2 : -2);
  };
  const room = new DelayedRoom({ track: oval, cars: 4, contact, delay, others, meddle });
  const prediction = new Prediction(room.state, 'car0', room.input, ownStep(oval, CLUB_RACER));
  return { room, prediction, jumps: new JumpWatch(prediction) };
}

/** A page that stood still this long shows its cars where it left them: less than their speed explains is no jump then. */
const STOOD_STILL_MS = 100;

/** |drawn step − speed × time| of every frame. */
class JumpWatch {
  readonly own: number[] = [];
  readonly others: number[] = [];
  private readonly last = new Map<string, { x: number; y: number; at: number }>();
  private readonly prediction: Prediction;

  constructor(prediction: Prediction) {
    this.prediction = prediction;
  }

  note(now: number): void {
    for (const id of ['car0', 'car1', 'car2', 'car3']) {
      const { x, y, speed } = this.prediction.car(id)!;
      const last = this.last.get(id);
      this.last.set(id, { x, y, at: now });
      if (!last) continue;
      const beyond = Math.hypot(x - last.x, y - last.y) - (speed * (now - last.at)) / 1000;
      const jump = now - last.at > STOOD_STILL_MS ? beyond : Math.abs(beyond);
      (id === 'car0' ? this.own : this.others).push(jump);
    }
  }
}

describe('behind 150 ± 50 ms and bursts of 200 ms', () => {
  test.each([1, 2, 3])('no drawn car jumps in 120 s (%i)', (seed) => {
    const { room, prediction, jumps } = packBehind(troubled(seed), true);
    let beside = 0;
    for (let frame = 0; frame < 120 * 60; frame++) {
      const now = frame * FRAME_MS;
      room.advance(now);
      prediction.frame(now, () => driveAt(prediction.predicted!.state, 16.5));
      if (room.race.tick < SETTLED) continue;
      jumps.note(now);
      const own = prediction.car('car0')!;
      for (const id of ['car1', 'car2', 'car3']) {
        const other = prediction.car(id)!;
        if (Math.hypot(other.x - own.x, other.y - own.y) < 12) beside++;
      }
    }
    // Without trouble and without company the rest would say nothing.
    expect(room.flagged.length).toBeGreaterThan(50);
    expect(Math.max(...prediction.predicted!.corrections.map(({ metres }) => metres))).toBeGreaterThan(1);
    expect(beside).toBeGreaterThan(600);
    expect(Math.max(...jumps.own)).toBeLessThan(OWN_JUMP);
    expect(Math.max(...jumps.others)).toBeLessThan(OTHER_JUMP);
  });

  test('a hit from behind makes neither car jump', () => {
    let hit = false;
    const meddle = (race: Race): void => {
      if (hit || race.tick < SETTLED + 120) return;
      hit = true;
      const [own, other] = race.cars;
      other.x = Math.fround(own.x - 5.2 * Math.cos(own.heading));
      other.y = Math.fround(own.y - 5.2 * Math.sin(own.heading));
      Object.assign(other, { heading: own.heading, vx: Math.fround(own.vx + 5), vy: 0, yawRate: 0 });
      other.distance = Math.fround(own.distance - 5.2);
    };
    const { room, prediction, jumps } = packBehind(troubled(4), true, meddle);
    for (let frame = 0; frame < 25 * 60; frame++) {
      const now = frame * FRAME_MS;
      room.advance(now);
      prediction.frame(now, () => driveAt(prediction.predicted!.state, 15));
      if (room.race.tick > SETTLED) jumps.note(now);
    }
    expect(hit).toBe(true);
    // The other car was put there by the test: that one leap is not the connection's.
    const leaps = jumps.others.filter((jump) => jump > OTHER_JUMP);
    expect(leaps.length).toBeLessThanOrEqual(1);
    expect(Math.max(...jumps.own)).toBeLessThan(OWN_JUMP);
  });
});

describe('after one burst', () => {
  test('frames wait no longer than before it within two seconds, and the buffer aims lower again', () => {
    let burst = 0;
    const { room, prediction } = packBehind(() => 75 + burst, false);
    const seen: { at: number; frames: number; target: number }[] = [];
    for (let frame = 0; frame < 60 * 60; frame++) {
      const now = frame * FRAME_MS;
      burst = now >= 20_000 && now < 20_200 ? 20_200 - now : 0;
      room.advance(now);
      prediction.frame(now, () => driveAt(prediction.predicted!.state, 16));
      seen.push({ at: now, ...room.waiting });
    }
    const most = (from: number, to: number, what: 'frames' | 'target'): number =>
      Math.max(...seen.filter(({ at }) => at >= from && at < to).map((moment) => moment[what]));
    expect(most(20_000, 21_000, 'frames')).toBeGreaterThan(most(19_000, 20_000, 'frames') + 3);
    expect(most(22_500, 60_000, 'frames')).toBeLessThanOrEqual(most(19_000, 20_000, 'frames') + 2);
    expect(most(20_000, 22_000, 'target')).toBeGreaterThan(most(19_000, 20_000, 'target'));
    expect(most(59_000, 60_000, 'target')).toBeLessThanOrEqual(most(19_000, 20_000, 'target'));
  });
});

test('a page that stalls for 300 ms is in step again within a second, and nothing jumps', () => {
  const { room, prediction, jumps } = packBehind(() => 75, false);
  const hands = () => driveAt(prediction.predicted!.state, 16);
  const [from, to] = [15_000, 15_300];
  const pending = { before: 0, after: 0 };
  for (let now = 0; now < 25_000; now += FRAME_MS) {
    room.advance(now);
    if (now >= from && now < to) continue;
    prediction.frame(now, hands);
    if (room.race.tick > SETTLED) jumps.note(now);
    if (now < from) pending.before = room.input.pendingCount;
    if (now < to + 1000) pending.after = room.input.pendingCount;
  }
  // Lights went out one second after the clock began.
  const recovered = (to + 1000) / FRAME_MS - 60;
  expect(room.starved.some((tick) => tick > 800 && tick < recovered)).toBe(true);
  expect(room.starved.filter((tick) => tick >= recovered)).toEqual([]);
  expect(Math.abs(pending.after - pending.before)).toBeLessThanOrEqual(3);
  // One surplus frame may still be dropped: a tick's way.
  for (const { tick, metres } of prediction.predicted!.corrections) {
    if (tick >= recovered) expect(metres).toBeLessThan(OWN_JUMP);
  }
  expect(Math.max(...jumps.own, ...jumps.others)).toBeLessThan(OWN_JUMP);
});
