/** A corner of a circuit whose sides run east, north, west and south, and the radius it is rounded with. */
export type Corner = readonly [x: number, y: number, radius: number];

/** Points on such a circuit, about `step` metres apart, from the middle of the side that leads to the first corner. */
export function rightAngled(corners: readonly Corner[], step = 5): { x: number; y: number }[] {
  const points: { x: number; y: number }[] = [];
  const n = corners.length;
  const [lastX, lastY] = corners[n - 1];
  const start = { x: (lastX + corners[0][0]) / 2, y: (lastY + corners[0][1]) / 2 };
  let from = start;
  const straightTo = (x: number, y: number) => {
    const steps = Math.max(1, Math.round(Math.hypot(x - from.x, y - from.y) / step));
    for (let k = 0; k < steps; k++) {
      points.push({ x: from.x + ((x - from.x) * k) / steps, y: from.y + ((y - from.y) * k) / steps });
    }
    from = { x, y };
  };
  for (const [k, [x, y, radius]] of corners.entries()) {
    const [nextX, nextY] = corners[(k + 1) % n];
    const into = [Math.sign(x - from.x), Math.sign(y - from.y)].map((sign, axis) =>
      Math.abs([x - from.x, y - from.y][axis]) < 1e-9 ? 0 : sign,
    );
    const out = [Math.sign(nextX - x), Math.sign(nextY - y)];
    straightTo(x - into[0] * radius, y - into[1] * radius);
    const steps = Math.max(2, Math.round((radius * Math.PI) / 2 / step));
    for (let i = 0; i < steps; i++) {
      const angle = (Math.PI / 2) * (i / steps);
      const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
      points.push({
        x: x - into[0] * radius * (1 - sine) + out[0] * radius * (1 - cosine),
        y: y - into[1] * radius * (1 - sine) + out[1] * radius * (1 - cosine),
      });
    }
    from = { x: x + out[0] * radius, y: y + out[1] * radius };
  }
  straightTo(start.x, start.y);
  return points;
}

/** Length of the circuit: its sides less what each quarter circle cuts off, 2r − πr/2. */
export const lengthOf = (corners: readonly Corner[]): number =>
  corners.reduce((sum, [x, y, radius], k) => {
    const [nextX, nextY] = corners[(k + 1) % corners.length];
    return sum + Math.abs(nextX - x) + Math.abs(nextY - y) - (2 - Math.PI / 2) * radius;
  }, 0);

/** An L driven anticlockwise from the middle of its foot: five bends to the left and one to the right. */
export const ELL: readonly Corner[] = [
  [180, 0, 25],
  [180, 70, 20],
  [80, 70, 30],
  [80, 190, 18],
  [0, 190, 30],
  [0, 0, 35],
];

/** A long narrow loop: two hairpins of radius 10 at its ends. */
export const PAPERCLIP: readonly Corner[] = [
  [240, 0, 10],
  [240, 20, 10],
  [0, 20, 10],
  [0, 0, 10],
];

export const csvOf = (points: readonly { x: number; y: number }[], right = 5, left = 5): string =>
  [
    '# x_m,y_m,w_tr_right_m,w_tr_left_m',
    ...points.map(({ x, y }) => `${x.toFixed(6)},${y.toFixed(6)},${right},${left}`),
  ]
    .join('\n')
    .concat('\n');
