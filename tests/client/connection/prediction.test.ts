import { expect, test } from 'vitest';
import { ownStep } from '../../../client/connection/ownstep.ts';
import { Prediction } from '../../../client/connection/prediction.ts';
import { seededRandom } from '../../../shared/exact/random.ts';
import { BUTTON_RESPAWN, type InputFrame } from '../../../shared/race/frame.ts';
import type { Race } from '../../../shared/race/race.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import type { VehicleState } from '../../../shared/vehicle/state.ts';
import { driveAt, oval } from './centredriver.ts';
import { DelayedRoom, type DelayedRoomSetup } from './delayedroom.ts';

const FRAME_MS = 1000 / 60;

interface Drive {
  room: DelayedRoom;
  prediction: Prediction;
  /** By how much a drawn step exceeded what the car's speed explains, metres, for each frame. */
  jumps: number[];
}

/** Drive for some virtual seconds; `hands` sees the predicted state and the frame number. */
function drive(
  setup: Omit<DelayedRoomSetup, 'track'>,
  seconds: number,
  hands: (state: Readonly<VehicleState>, frame: number) => InputFrame,
  frameMs = FRAME_MS,
): Drive {
  const room = new DelayedRoom({ track: oval, ...setup });
  const prediction = new Prediction(room.state, 'car0', room.input, ownStep(oval, CLUB_RACER));
  const jumps: number[] = [];
  let last: { x: number; y: number; speed: number } | undefined;
  const frames = Math.round((seconds * 1000) / frameMs);
  for (let frame = 0; frame < frames; frame++) {
    const now = frame * frameMs;
    room.advance(now);
    prediction.frame(now, () => hands(prediction.predicted!.state, frame));
    const { x, y, speed } = prediction.car('car0')!;
    if (last) jumps.push(Math.hypot(x - last.x, y - last.y) - (Math.max(speed, last.speed) * frameMs) / 1000);
    last = { x, y, speed };
  }
  return { room, prediction, jumps };
}

/** 50 ± 10 ms one way. */
function jittered(seed: number): () => number {
  const random = seededRandom(seed);
  return () => 40 + 20 * random.uniform();
}

test('over 100 ± 20 ms round trip every correction stands beside a starved or discarded tick', () => {
  const { room, prediction } = drive({ delay: jittered(1) }, 60, (state) => driveAt(state, 17));
  expect(room.race.cars[0].distance).toBeGreaterThan(oval.length);
  for (const { tick } of prediction.predicted!.corrections) {
    // A patch covers three ticks; the flagged one is among them.
    expect(room.flagged.some((flagged) => flagged <= tick && flagged > tick - 4)).toBe(true);
  }
});

test('without jitter nothing is ever corrected, lights out included', () => {
  const { room, prediction } = drive({ delay: () => 50 }, 20, (state) => driveAt(state, 17));
  expect(room.flagged.filter((tick) => tick >= 0)).toEqual([]);
  expect(prediction.predicted!.correctionCount).toBe(0);
  expect(prediction.predicted!.state.distance).toBeGreaterThan(100);
});

test('the number of input frames does not depend on the frame rate', () => {
  const slow = drive({ delay: () => 50 }, 5, (state) => driveAt(state, 17), 1000 / 20);
  const fast = drive({ delay: () => 50 }, 5, (state) => driveAt(state, 17), 1000 / 144);
  expect(Math.abs(slow.room.input.sentCount - fast.room.input.sentCount)).toBeLessThanOrEqual(3);
  expect(slow.room.input.sentCount).toBeGreaterThan(290);
});

/** Once racing has settled, put car 1 beside or behind car 0 and let it run into it. */
function ram(place: (race: Race) => void): Drive {
  let done = false;
  const meddle = (race: Race): void => {
    if (done || race.tick < 240) return;
    done = true;
    place(race);
  };
  const others = (race: Race, car: number): InputFrame => driveAt(race.cars[car], 17);
  const hands = (state: Readonly<VehicleState>): InputFrame => driveAt(state, 15);
  return drive({ cars: 2, contact: true, delay: jittered(5), meddle, others }, 9, hands);
}

function putAt(race: Race, ahead: number, aside: number, faster: number, sideways: number): void {
  const [own, other] = race.cars;
  const cos = Math.cos(own.heading);
  const sin = Math.sin(own.heading);
  other.x = Math.fround(own.x + ahead * cos - aside * sin);
  other.y = Math.fround(own.y + ahead * sin + aside * cos);
  other.heading = own.heading;
  other.vx = Math.fround(own.vx + faster);
  other.vy = Math.fround(sideways);
  other.distance = Math.fround(own.distance + ahead);
}

test('a 5 m/s hit from behind never makes the drawn car jump', () => {
  const { prediction, jumps } = ram((race) => putAt(race, -5.2, 0, 5, 0));
  expect(prediction.predicted!.correctionCount).toBeGreaterThan(0);
  const largest = Math.max(...prediction.predicted!.corrections.map(({ metres }) => metres));
  // The hit must be worth smoothing, else this test shows nothing.
  expect(largest).toBeGreaterThan(0.15);
  expect(Math.max(...jumps)).toBeLessThan(0.15);
});

test('rubbing sides never makes the drawn car jump', () => {
  const { prediction, jumps } = ram((race) => putAt(race, 0.3, 2.3, 0, -1.5));
  expect(prediction.predicted!.correctionCount).toBeGreaterThan(0);
  expect(Math.max(...jumps)).toBeLessThan(0.15);
});

test('a corrected car comes to rest on the true one', () => {
  const { room, prediction } = ram((race) => putAt(race, -5.2, 0, 5, 0));
  const { x, y } = prediction.predicted!.drawn;
  const { state } = prediction.predicted!;
  // The drawn car may be a tick behind the predicted state, and nothing else.
  expect(Math.hypot(x - state.x, y - state.y)).toBeLessThan((state.vx + 1) / 60 + 0.02);
  expect(room.race.phase).toBe('racing');
});

test('a respawn is shown at once, not as a slide', () => {
  const { jumps } = drive({ delay: () => 50 }, 8, (state, frame) => {
    const offRoad = frame > 200 && frame < 300 ? 127 : undefined;
    const normal = driveAt(state, 17);
    return { ...normal, steer: offRoad ?? normal.steer, buttons: frame === 320 ? BUTTON_RESPAWN : 0 };
  });
  const leaps = jumps.filter((jump) => jump > 0.15);
  expect(leaps.length).toBeGreaterThan(0);
  expect(leaps.every((jump) => jump > 1)).toBe(true);
});

test('after a pause the page starts again from where the server has the car', () => {
  const room = new DelayedRoom({ track: oval, delay: () => 50 });
  const prediction = new Prediction(room.state, 'car0', room.input, ownStep(oval, CLUB_RACER));
  const run = (from: number, to: number): void => {
    for (let now = from; now < to; now += FRAME_MS) {
      room.advance(now);
      prediction.frame(now, () => driveAt(prediction.predicted!.state, 17));
    }
  };
  run(0, 5000);
  room.advance(9000);
  run(9000, 11_000);
  const truth = room.state.cars.get('car0')!;
  const { state } = prediction.predicted!;
  // One round trip, the jitter buffer and the patch interval ahead of the newest patch, at under 17 m/s.
  expect(Math.hypot(state.x - truth.x, state.y - truth.y)).toBeLessThan(17 * 0.35);
  expect(prediction.predicted!.correctionCount).toBeLessThan(10);
});

test('led by one’s clone the car is drawn where it was, and slides to where it is when the wheel is taken, and back', () => {
  const room = new DelayedRoom({ track: oval, delay: () => 40 });
  const told = room.state.cars.get('car0')! as { ridden?: boolean; wheel?: 'own' | 'clone' };
  told.ridden = true;
  const prediction = new Prediction(room.state, 'car0', room.input, ownStep(oval, CLUB_RACER));
  const behind: number[] = [];
  let last: { x: number; y: number } | undefined;
  for (let frame = 0; frame < 20 * 60; frame++) {
    const own = frame > 8 * 60 && frame < 14 * 60;
    told.wheel = own ? 'own' : 'clone';
    const now = frame * FRAME_MS;
    room.advance(now);
    // Whoever drives drives the same way; what is not known to the page is that.
    prediction.frame(now, () => driveAt(own ? prediction.predicted!.state : room.race.cars[0]!, 17));
    const { x, y, distance } = prediction.car('car0')!;
    // The car's own speed, the change of clocks at 8 m/s and a correction at 6 m/s.
    if (last && frame > 2) expect(Math.hypot(x - last.x, y - last.y)).toBeLessThan((18 + 8 + 6) / 60);
    last = { x, y };
    behind.push(room.race.cars[0]!.distance - distance);
  }
  const at = (seconds: number): number => behind[seconds * 60]!;
  // 100 ms and the way here behind the server while led; the way there ahead of it when driving.
  expect(at(7)).toBeGreaterThan(1.5);
  expect(at(7)).toBeLessThan(4.5);
  expect(at(13)).toBeLessThan(0);
  expect(at(19)).toBeCloseTo(at(7), 0);
});
