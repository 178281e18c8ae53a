import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { StateHash } from '../../../shared/exact/hash.ts';
import { CAMERAS, Camera, SIDE_SHIFT } from '../../../shared/observation/camera.ts';
import { GROUND } from '../../../shared/observation/groundmap.ts';
import { cueSide } from '../../../shared/track/cue.ts';
import { edgeDistance, locate, roadPose } from '../../../shared/track/locate.ts';
import { surfaceAt } from '../../../shared/track/surface.ts';
import type { Track } from '../../../shared/track/track.ts';
import { restingState, type VehicleState } from '../../../shared/vehicle/state.ts';
import { shippedTrack } from '../track/shipped.ts';

const WIDTH = 64;
const HEIGHT = 48;
const technical = shippedTrack('technical');

function at(track: Track, s: number, offset = 0, turned = 0): VehicleState {
  const pose = roadPose(track, s, offset);
  return { ...restingState(), ...pose, heading: pose.heading + turned, distance: s };
}

function picture(name: (typeof CAMERAS)[number], track: Track, state: VehicleState, others: VehicleState[] = []) {
  const out = new Uint8Array(WIDTH * HEIGHT);
  new Camera(name).draw(track, state, out, 0, { cars: [state, ...others], own: 0 });
  return out;
}

/** Where a pixel's ray meets the ground, by three-dimensional vectors and the engine's own trigonometry. */
function groundBehind(state: VehicleState, row: number, column: number): { x: number; y: number } | null {
  const focal = WIDTH / 2 / Math.tan(0.75);
  const right = (column + 0.5 - WIDTH / 2) / focal;
  const up = (HEIGHT / 2 - row - 0.5) / focal;
  const pitch = 0.3;
  const forward = Math.cos(pitch) + up * Math.sin(pitch);
  const vertical = up * Math.cos(pitch) - Math.sin(pitch);
  if (vertical >= 0) return null;
  const reach = -2.2 / vertical;
  const [ahead, left] = [0.4 + reach * forward, -reach * right];
  const [c, s] = [Math.cos(state.heading), Math.sin(state.heading)];
  return { x: state.x + ahead * c - left * s, y: state.y + ahead * s + left * c };
}

/** Evenly spread, unlike fc.double, of which most are next to zero. */
const even = (low: number, high: number) =>
  fc.integer({ min: 0, max: 10_000 }).map((k) => low + ((high - low) * k) / 10_000);

test('asphalt, grass and nothing else appear where the rays of a pinhole meet the ground', () => {
  const counts = { asphalt: 0, grass: 0 };
  const pixels = fc.record({
    s: even(0, technical.length),
    offset: even(-6, 6),
    turned: even(-0.8, 0.8),
    row: fc.integer({ min: 20, max: HEIGHT - 1 }),
    column: fc.integer({ min: 0, max: WIDTH - 1 }),
  });
  fc.assert(
    fc.property(pixels, ({ s, offset, turned, row, column }) => {
      const state = at(technical, s, offset, turned);
      const { x, y } = groundBehind(state, row, column)!;
      const point = locate(technical, x, y, s);
      const edge = edgeDistance(point);
      const fromLine = Math.min(point.s, technical.length - point.s);
      // Away from lines, kerbs and walls; a far pixel covers more than its middle.
      const margin = row < 30 ? 3 : 0.8;
      if (Math.abs(edge) < margin || Math.abs(edge - technical.wall) < margin || fromLine < 4) return;
      if (edge > 0 && surfaceAt(technical, point) !== 'grass') return;
      // Beyond the wall another stretch of road may begin.
      if (edge > technical.wall) return;
      const seen = picture('front', technical, state)[row * WIDTH + column];
      expect(seen).toBe(edge < 0 ? GROUND.asphalt : GROUND.grass);
      counts[edge < 0 ? 'asphalt' : 'grass']++;
    }),
    { numRuns: 3000, seed: 5 },
  );
  expect(counts.asphalt).toBeGreaterThan(300);
  expect(counts.grass).toBeGreaterThan(50);
});

test('a side camera sees what a car further to that side would see', () => {
  for (const s of [30, 200, 411]) {
    const state = at(technical, s, 0.4, 0.1);
    const shifted = (by: number) => ({
      ...state,
      x: state.x - by * Math.sin(state.heading),
      y: state.y + by * Math.cos(state.heading),
    });
    const difference = (name: 'left' | 'right', by: number) => {
      const other = picture('front', technical, shifted(by));
      return picture(name, technical, state).filter((bright, i) => bright !== other[i]).length;
    };
    // A pixel on a border may fall to its other side by the last bit of a sine.
    expect(difference('left', SIDE_SHIFT)).toBeLessThan(5);
    expect(difference('right', -SIDE_SHIFT)).toBeLessThan(5);
    expect(difference('left', -SIDE_SHIFT)).toBeGreaterThan(50);
  }
});

test('an obstacle, a car and the board stand where they are, the nearer over the further', () => {
  const track = shippedTrack('obstacle');
  const { s, offset } = track.obstacles[0];
  const middleOf = (seen: Uint8Array, bright: number) => {
    const columns = [...seen].flatMap((value, i) => (value === bright ? [i % WIDTH] : []));
    return columns.length > 0 ? columns.reduce((sum, column) => sum + column + 0.5, 0) / columns.length : null;
  };
  const focal = WIDTH / 2 / Math.tan(0.75);
  for (const aside of [-2, 0, 2]) {
    const state = at(track, s - 20, offset + aside);
    const middle = middleOf(picture('front', track, state), 245)!;
    const obstacle = track.obstacles[0];
    const [dx, dy] = [obstacle.x - state.x, obstacle.y - state.y];
    const ahead = dx * Math.cos(state.heading) + dy * Math.sin(state.heading) - 0.4;
    const left = dy * Math.cos(state.heading) - dx * Math.sin(state.heading);
    expect(middle).toBeCloseTo(WIDTH / 2 - (left / (ahead * Math.cos(0.3) + 1.65 * Math.sin(0.3))) * focal, -0.5);
  }
  const state = at(track, s - 20, offset);
  const obstaclePixels = (others: VehicleState[]) =>
    picture('front', track, state, others).filter((bright) => bright === 245).length;
  const free = obstaclePixels([]);
  // The lens is above a car's roof: the nearer hides the further's lower part.
  expect(obstaclePixels([at(track, s - 4, offset)])).toBeLessThan(free);
  expect(obstaclePixels([at(track, s + 10, offset)])).toBe(free);
  expect(picture('front', track, state, [at(track, s - 30, offset)])).toEqual(picture('front', track, state));
});

test('the lit half of a board is on the told side, and no board is seen once it is passed', () => {
  const track = shippedTrack('cue');
  const [board] = track.cues;
  for (let lap = 0; lap < 6; lap++) {
    const seen = picture('front', track, at(track, lap * track.length + board.s - 15));
    const lit = [...seen].flatMap((bright, i) => (bright === 255 ? [i % WIDTH] : []));
    const toLeft = lit.reduce((sum, column) => sum + column, 0) / lit.length < WIDTH / 2;
    expect(toLeft).toBe(cueSide(track, lap, 0) === 'left');
    expect(picture('front', track, at(track, lap * track.length + board.s + 1))).not.toContain(255);
  }
});

test('the map shows the ground around the car, driving direction up', () => {
  const pixel = 36 / WIDTH;
  const state = at(technical, 150, 1, 0.3);
  const [c, s] = [Math.cos(state.heading), Math.sin(state.heading)];
  const seen = picture('top', technical, state, [{ ...state, x: state.x + 9 * c, y: state.y + 9 * s }]);
  const pixelAt = (forward: number, left: number) =>
    seen[Math.floor(36 - forward / pixel) * WIDTH + Math.floor(32 - left / pixel)];
  expect(pixelAt(9, 0)).toBe(200);
  expect(pixelAt(-4, 0)).toBe(GROUND.asphalt);
  const { left, right } = locate(technical, state.x, state.y, 150);
  expect(pixelAt(0, left - 1 + 2.5)).toBe(GROUND.grass);
  expect(pixelAt(0, -right - 1 + 2)).toBe(GROUND.asphalt);
});

test('sizes are kept within bounds', () => {
  const small = new Camera('front', 16, 12);
  const out = new Uint8Array(2 + 16 * 12);
  small.draw(technical, at(technical, 10), out, 1);
  expect([out[0], out.at(-1)]).toEqual([0, 0]);
  expect(new Set(out).size).toBeGreaterThan(3);
  for (const side of [7, 513, 20.5, Number.NaN])
    expect(() => new Camera('top', side, 48)).toThrow(/expected whole sides/);
});

/** A change here is another way of seeing: policies that learned with the old one see something else. */
test('the pictures keep their bits', () => {
  const hash = new StateHash();
  for (const id of ['technical', 'obstacle', 'cue', 'island'] as const) {
    const track = shippedTrack(id);
    for (let s = 3; s < track.length; s += 61) {
      const state = at(track, s, 1.2, 0.2);
      for (const name of CAMERAS)
        for (const bright of picture(name, track, state, [at(track, s + 12)])) hash.add(bright);
    }
  }
  expect(hash.digest()).toBe('b7af69540938c4ec');
});
