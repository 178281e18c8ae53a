import { expect, test } from 'vitest';
import { gridSlots } from '../../../shared/track/grid.ts';
import { edgeDistance, locate } from '../../../shared/track/locate.ts';
import { SHIPPED, shippedTrack } from './shipped.ts';

const CAR_LENGTH = 4.2;
const CAR_WIDTH = 1.8;

test('sixteen slots stand on the road, behind the line, along the road and apart', () => {
  for (const id of SHIPPED) {
    const track = shippedTrack(id);
    const slots = gridSlots(track, 16);
    for (const [k, slot] of slots.entries()) {
      const point = locate(track, slot.x, slot.y, slot.distance);
      expect(point.distance).toBeCloseTo(slot.distance, 3);
      expect(point.distance + CAR_LENGTH / 2).toBeLessThan(0);
      expect(point.distance).toBeGreaterThan(-track.length);
      expect(edgeDistance(point)).toBeLessThan(-CAR_WIDTH / 2 - 0.5);
      expect(slot.heading).toBeCloseTo(point.heading, 4);
      for (const other of slots.slice(0, k)) {
        expect(Math.hypot(other.x - slot.x, other.y - slot.y)).toBeGreaterThan(CAR_LENGTH);
        expect(other.distance - slot.distance).toBeGreaterThan(CAR_LENGTH);
      }
    }
  }
});

test('a smaller grid is the front of the larger one, and impossible sizes are refused', () => {
  const track = shippedTrack('oval');
  expect(gridSlots(track, 3)).toEqual(gridSlots(track, 16).slice(0, 3));
  for (const count of [0, 17, 1.5, NaN]) expect(() => gridSlots(track, count)).toThrow(/1 to 16 slots/);
});
