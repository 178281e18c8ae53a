/** A box on the screen: left upper corner and size, CSS pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const GAP = 2;
/** A tag that would have to climb higher than this stays where it is. */
const MOST_STEPS = 8;

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Lift names that would cover another, the first keeping their place. */
export function stacked(boxes: readonly Box[]): Box[] {
  const placed: Box[] = [];
  for (const box of boxes) {
    let here = box;
    for (let step = 0; step < MOST_STEPS; step++) {
      const under = placed.find((other) => overlap(here, other));
      if (!under) break;
      here = { ...here, y: under.y - here.height - GAP };
    }
    placed.push(here);
  }
  return placed;
}
