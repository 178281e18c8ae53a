import { expect, test } from 'vitest';
import { rayAngle, rayLength } from '../../../client/view/seen/rayfan.tsx';
import { placeAhead } from '../../../client/view/seen/roadahead.tsx';
import { partsOf } from '../../../client/view/seen/seen.tsx';
import { observe } from '../../../shared/observation/observe.ts';
import {
  LOOK_AHEAD,
  type ObservationSpec,
  observationNames,
  observationSize,
} from '../../../shared/observation/spec.ts';
import { locateAnywhere, roadPose } from '../../../shared/track/locate.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import type { VehicleState } from '../../../shared/vehicle/state.ts';
import { loadTrack } from '../../shared/driver/racing.ts';

const track = loadTrack('assets/tracks/technical.json');
const spec: ObservationSpec = {
  version: 1,
  blocks: ['frontCamera', 'trackFeatures', 'rangeFinder'],
  camera: { width: 16, height: 12 },
};
const state: VehicleState = {
  ...roadPose(track, 120, 1),
  ...{ vx: 14, vy: 0, yawRate: 0, steer: 0.02, distance: 120 },
};
const numbers = new Float32Array(observationSize(spec));
observe(spec, track, CLUB_RACER, state, numbers, 0);
const [picture, road, rays] = partsOf(spec, numbers);

/** A point in front of the car, in the world. */
function inWorld({ ahead, left }: { ahead: number; left: number }): { x: number; y: number } {
  const [c, s] = [Math.cos(state.heading), Math.sin(state.heading)];
  return { x: state.x + ahead * c - left * s, y: state.y + ahead * s + left * c };
}

test('the parts are the blocks, with all of their numbers and names', () => {
  expect([...picture!.values, ...road!.values, ...rays!.values]).toEqual([...numbers]);
  expect([picture, road, rays].flatMap((part) => part!.names)).toEqual(observationNames(spec));
});

test('the road that is drawn is where the centre line is', () => {
  for (const distance of LOOK_AHEAD.slice(0, 4)) {
    const bearing = road!.values[road!.names.indexOf(`bearing${distance}m`)]!;
    const { x, y } = inWorld(placeAhead(bearing, distance));
    expect(Math.abs(locateAnywhere(track, x, y).offset)).toBeLessThan(0.6); // a chord of 18 m at most
  }
});

test('rays end at the edge of the road, the first to the right', () => {
  expect(rayAngle(0)).toBeLessThan(0);
  for (const [k, value] of rays!.values.entries()) {
    if (value >= 2.99) continue; // as far as is seen
    const [angle, length] = [rayAngle(k), rayLength(value)];
    const { x, y } = inWorld({ ahead: length * Math.cos(angle), left: length * Math.sin(angle) });
    const { offset, left, right } = locateAnywhere(track, x, y);
    expect(Math.min(Math.abs(offset - left), Math.abs(offset + right))).toBeLessThan(0.3);
  }
});
