import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Company, NEIGHBOUR_NAMES } from '../../../shared/observation/neighbours.ts';
import { observe } from '../../../shared/observation/observe.ts';
import {
  type ObservationSpec,
  observationNames,
  observationSize,
  observationSpecFor,
  observationSpecSchema,
  TRACK_FEATURES,
} from '../../../shared/observation/spec.ts';
import { roadPose } from '../../../shared/track/locate.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import type { VehicleState } from '../../../shared/vehicle/state.ts';
import { ring } from '../driver/roads.ts';

const RADIUS = 40;
const track = ring(RADIUS);
const BLOCK: ObservationSpec = { version: 1, blocks: ['neighbours'] };

const at = (distance: number, offset: number, vx: number): VehicleState => ({
  ...roadPose(track, distance, offset),
  vx,
  vy: 0,
  yawRate: 0,
  steer: 0,
  distance,
});

function seen(own: VehicleState, others: VehicleState[], company: Company = { cars: [own, ...others], own: 0 }) {
  const out = new Float32Array(observationSize(BLOCK));
  observe(BLOCK, track, CLUB_RACER, own, out, 0, company);
  return Object.fromEntries(observationNames(BLOCK).map((name, i) => [name, out[i]!]));
}

test('a slower car ahead in a bend is as far, as far aside and as fast as the road says', () => {
  const now = seen(at(30, 1, 20), [at(50, -1, 14)]);
  expect(now.aheadSeen).toBe(1);
  expect(now.aheadDistance).toBeCloseTo(20 / 30, 4);
  expect(now.aheadNear).toBeCloseTo(2, 3);
  expect(now.aheadOffset).toBeCloseTo(2 / 3, 3); // it is 2 m to the right of us, so we are to the left of it
  expect(now.aheadSide).toBeCloseTo(4 / Math.sqrt(17), 3);
  expect(now.aheadSpeed).toBeCloseTo(-6 / 5, 5);
  expect(now.aheadClosing).toBeCloseTo(6 / (20 - 4.5), 4); // touches in (20 − 4.5) / 6 s
  expect(now.aheadRoomLeft! + now.aheadRoomRight!).toBeCloseTo((2 * track.left[0]!) / 4, 3);
  expect(now.aheadRoomLeft! - now.aheadRoomRight!).toBeCloseTo(2 / 4, 3);
  expect(now.secondSeen! + now.besideSeen!).toBe(0);
});

test('the two nearest ahead stand in order, and one car beside or behind', () => {
  const others = [at(90, 0, 10), at(45, 0, 10), at(60, 0, 10), at(28, 2, 10), at(15, 0, 10)];
  const now = seen(at(30, 0, 10), others);
  expect([now.aheadDistance, now.secondDistance, now.besideDistance].map((x) => Math.round(30 * x!))).toEqual([
    15, 30, -2,
  ]);
  const faster = seen(at(30, 0, 10), [at(20, 0, 16)]);
  expect(faster.besideClosing).toBeCloseTo(6 / (10 - 4.5), 4); // from behind it closes in on us
});

test('sight ends 60 m ahead and 20 m behind', () => {
  expect(seen(at(30, 0, 10), [at(91, 0, 10), at(9, 0, 10)])).toEqual(seen(at(30, 0, 10), []));
  expect(seen(at(30, 0, 10), [at(70, 0, 10)]).aheadSeen).toBeCloseTo(20 / 40, 5); // 20 m before it is gone
  expect(seen(at(30, 0, 10), [at(15, 0, 10)]).besideSeen).toBeCloseTo(5 / 10, 5);
  const gone = Object.values(seen(at(30, 0, 10), [at(89.99, 2, 3), at(10.01, 2, 3)]));
  for (const [i, value] of Object.values(seen(at(30, 0, 10), [])).entries()) expect(gone[i]).toBeCloseTo(value, 2);
});

test('neighbours are seen across the line, whatever lap they are in', () => {
  const place = fc.double({ min: 0, max: track.length, noNaN: true });
  const gap = fc.double({ min: -19, max: 59, noNaN: true });
  fc.assert(
    fc.property(place, gap, fc.integer({ min: -2, max: 3 }), (s, ahead, laps) => {
      const far = at(s + ahead + laps * track.length, 0.5, 12);
      const now = seen(at(s, 0, 12), [far]);
      const distance = now.aheadSeen ? now.aheadDistance! : now.besideDistance!;
      expect(distance).toBeCloseTo(ahead / 30, 3);
      for (const value of Object.values(now)) expect(Math.abs(value)).toBeLessThanOrEqual(4);
    }),
    // The least there is behind the line: s / length underflows.
    { examples: [[0, -5e-324, 0]] },
  );
});

test('the car itself is nobody’s neighbour, and nobody is seen where cars pass through each other', () => {
  const own = at(30, 0, 10);
  const alone = seen(own, []);
  expect(alone).toEqual(seen(own, [], { cars: [], own: -1 }));
  expect(alone).toMatchObject({ aheadSeen: 0, aheadDistance: 2, aheadNear: 3, besideDistance: Math.fround(-2 / 3) });
});

test('a clone that sees traffic has the road’s own block unchanged and the neighbours after it', () => {
  const spec = observationSpecFor(track, 'traffic');
  expect(observationSpecSchema.parse(spec)).toEqual({ version: 1, blocks: ['trackFeatures', 'neighbours'] });
  const road = new Float32Array(observationSize(TRACK_FEATURES));
  const both = new Float32Array(observationSize(spec));
  const own = at(30, 1, 12);
  observe(TRACK_FEATURES, track, CLUB_RACER, own, road, 0);
  observe(spec, track, CLUB_RACER, own, both, 0, { cars: [own, at(44, 0, 9)], own: 0 });
  expect(both.subarray(0, road.length)).toEqual(road);
  expect(both.length - road.length).toBe(NEIGHBOUR_NAMES.length);
});
