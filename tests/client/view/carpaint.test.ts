import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { WorldContext } from '../../../client/view/area.ts';
import { type CarLook, paintCar } from '../../../client/view/carpaint.ts';
import { carShape } from '../../../client/view/carshapes.ts';
import { DRIVERS, hueOf } from '../../../client/view/shapes.ts';
import { CARS } from '../../../shared/vehicle/cars.ts';

/** One call or assignment on the canvas. */
type Mark = [name: string, ...values: unknown[]];

/** A canvas that draws nothing and remembers everything. */
function marksOf(look: CarLook): Mark[] {
  const marks: Mark[] = [];
  const state: Record<string, unknown> = { globalAlpha: 1 };
  const context = new Proxy(state, {
    get:
      (_, name: string) =>
      (...values: unknown[]) =>
        marks.push([name, ...values]),
    set: (_, name: string, value) => {
      marks.push([name, value]);
      return true;
    },
  });
  paintCar(context as unknown as WorldContext, look);
  return marks;
}

const count = (marks: Mark[], name: string): number => marks.filter((mark) => mark[0] === name).length;
const fills = (marks: Mark[]): unknown[] => marks.filter(([name]) => name === 'fillStyle').map((mark) => mark[1]);
const strokes = (marks: Mark[]): unknown[] => marks.filter(([name]) => name === 'strokeStyle').map((mark) => mark[1]);

beforeAll(() => {
  vi.stubGlobal('Path2D', class {});
});

describe.each(Array.from({ length: DRIVERS }, (_, k) => k + 1))('driver %i', (driver) => {
  const person = (): Mark[] => marksOf({ driver, clone: false });
  const clone = (): Mark[] => marksOf({ driver, clone: true });

  test('is printed solid as a person, hatched and dashed as a clone, in one hue', () => {
    expect(fills(person())).toContain(hueOf(driver));
    expect(count(person(), 'setLineDash')).toBe(0);
    expect(strokes(clone())).toContain(hueOf(driver));
    expect(count(clone(), 'setLineDash')).toBeGreaterThan(0);
    // Each of the three plates carries its own hatching.
    expect(count(clone(), 'clip')).toBe(3);
  });

  test('wears a helmet as a person and a chip as a clone', () => {
    expect([count(person(), 'ellipse'), count(person(), 'strokeRect')]).toEqual([1, 0]);
    expect([count(clone(), 'ellipse'), count(clone(), 'strokeRect')]).toEqual([0, 1]);
  });
});

test('only the own car is ringed in flag yellow', () => {
  expect(strokes(marksOf({ driver: 1, clone: false, own: true }))).toContain('#FFD23F');
  expect(strokes(marksOf({ driver: 1, clone: false }))).not.toContain('#FFD23F');
});

test('leaves the canvas as it was: every save has its restore', () => {
  for (const look of [{ clone: false }, { clone: true, own: true, steer: 0.2 }]) {
    const marks = marksOf({ driver: 3, ...look });
    expect(count(marks, 'save')).toBe(count(marks, 'restore'));
  }
});

describe.each([...CARS.values()])('$id', ({ id, length, width, frontAxle, rearAxle }) => {
  const shape = carShape(id);
  const corners = shape.plates.flatMap((plate) => {
    const numbers = plate.match(/-?[\d.]+/g)!.map(Number);
    return Array.from({ length: numbers.length / 2 }, (_, k) => [numbers[2 * k]!, numbers[2 * k + 1]!] as const);
  });
  const wheels = shape.wheels.flatMap(([x, y, long, wide]) => [
    [x - long / 2, y - wide / 2] as const,
    [x + long / 2, y + wide / 2] as const,
  ]);
  const span = (axis: 0 | 1): number => {
    const all = [...corners, ...wheels].map((corner) => corner[axis]);
    return (Math.max(...all) - Math.min(...all)) * shape.unit;
  };

  test('is drawn as long and as wide as it is, within a decimetre or so', () => {
    expect(Math.abs(span(0) - length)).toBeLessThan(0.15); // metres
    expect(Math.abs(span(1) - width)).toBeLessThan(0.3);
    const [front, rear] = [shape.wheels[0]![0], shape.wheels[2]![0]];
    expect(Math.abs((front - rear) * shape.unit - frontAxle - rearAxle)).toBeLessThan(0.1);
  });

  test('a clone is hatched on every plate, a person on none; both wear what they should', () => {
    const clone = marksOf({ driver: 2, clone: true, vehicle: id });
    const person = marksOf({ driver: 2, clone: false, vehicle: id });
    expect(count(clone, 'clip')).toBe(shape.plates.length);
    expect(count(person, 'setLineDash')).toBe(0);
    expect([count(clone, 'strokeRect'), count(person, 'ellipse')]).toEqual([1, 1]);
    expect(count(clone, 'save')).toBe(count(clone, 'restore'));
  });
});

test('no two cars share a drawing', () => {
  const bodies = [...CARS.keys()].map((id) => carShape(id).plates.join());
  expect(new Set(bodies).size).toBe(CARS.size);
});
