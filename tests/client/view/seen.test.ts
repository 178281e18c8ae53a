import { expect, test } from 'vitest';
import { pixelsOf, rayEnds, roadAhead, type SeenPart, seenParts } from '../../../client/view/seen.ts';
import { observe } from '../../../shared/observation/observe.ts';
import { type ObservationSpec, observationNames, observationSize } from '../../../shared/observation/spec.ts';
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
const [picture, road, rays] = seenParts(spec, numbers) as [SeenPart, SeenPart, SeenPart];

/** A point in front of the car, in the world. */
function inWorld({ ahead, left }: { ahead: number; left: number }): { x: number; y: number } {
  const [c, s] = [Math.cos(state.heading), Math.sin(state.heading)];
  return { x: state.x + ahead * c - left * s, y: state.y + ahead * s + left * c };
}

test('the parts are the blocks, with all of their numbers and names', () => {
  expect([picture.values.length, picture.names.length]).toEqual([16 * 12, 0]);
  expect([...road.values, ...rays.values]).toEqual([...numbers.subarray(16 * 12)]);
  expect([...road.names, ...rays.names]).toEqual(
    observationNames({ version: 1, blocks: ['trackFeatures', 'rangeFinder'] }),
  );
  expect(() => seenParts(spec, numbers.subarray(1))).toThrow(RangeError);
});

test('the road that is drawn is where the centre line is', () => {
  for (const point of roadAhead(road).slice(0, 4)) {
    const { x, y } = inWorld(point);
    expect(Math.abs(locateAnywhere(track, x, y).offset)).toBeLessThan(0.6); // a chord of 18 m at most
  }
});

test('rays end at the edge of the road, the first to the right', () => {
  const ends = rayEnds(rays);
  expect(ends[0]!.left).toBeLessThan(0);
  for (const [k, end] of ends.entries()) {
    if (rays.values[k]! >= 2.99) continue; // as far as is seen
    const { x, y } = inWorld(end);
    const { offset, left, right } = locateAnywhere(track, x, y);
    expect(Math.min(Math.abs(offset - left), Math.abs(offset + right))).toBeLessThan(0.3);
  }
});

test('a pixel is as bright as its number, grey and opaque', () => {
  const pixels = pixelsOf(picture);
  for (const [i, value] of picture.values.entries()) {
    const grey = Math.round(value * 255);
    expect([...pixels.subarray(4 * i, 4 * i + 4)]).toEqual([grey, grey, grey, 255]);
  }
});
