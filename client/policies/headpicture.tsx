import type { HeadName } from '../../shared/policy/head.ts';

const bell = (middle: number, height: number, spread = 9): string =>
  Array.from({ length: 41 }, (_, k) => {
    const x = middle - 2 * spread + k * (spread / 10);
    return `${k === 0 ? 'M' : 'L'}${x.toFixed(1)} ${(34 - height * Math.exp(-((x - middle) ** 2) / (spread * spread) / 0.6)).toFixed(1)}`;
  }).join('');

const BARS = [3, 7, 15, 24, 16, 7, 3, 2, 5, 12, 19, 13, 6, 3];
const CLOUD: [number, number][] = [
  [13, 10],
  [21, 15],
  [30, 8],
  [38, 17],
  [47, 11],
  [55, 16],
  [62, 9],
  [18, 21],
  [26, 23],
  [52, 22],
  [59, 24],
];
const SETTLED: [number, number][] = [
  [20, 31],
  [22, 29],
  [24, 31],
  [23, 33],
  [54, 31],
  [56, 29],
  [58, 32],
  [55, 33],
];

/** The shape of what a head says of the steering, from left to right. Decorative: its name stands beside it. */
export function HeadPicture({ head }: { head: HeadName }) {
  return (
    <svg class="head-picture" viewBox="0 0 76 40" width="76" height="40" aria-hidden="true">
      <path class="ground" d="M5 35H71" />
      {drawingOf(head)}
    </svg>
  );
}

function drawingOf(head: HeadName) {
  if (head === 'squared-error') {
    return (
      <>
        <path d="M38 34V10" />
        <circle cx="38" cy="8" r="3.6" class="full" />
      </>
    );
  }
  if (head === 'gaussian') return <path d={bell(38, 24, 14)} />;
  if (head === 'mixture') return <path d={`${bell(23, 25)}${bell(53, 16, 11)}`} />;
  if (head === 'latent') {
    return [18, 30, 44, 57].map((middle, k) => (
      <path key={middle} d={bell(middle, [16, 22, 20, 14][k]!, 8)} opacity={0.45 + 0.15 * k} />
    ));
  }
  if (head === 'flow') {
    return (
      <>
        {CLOUD.map(([x, y]) => (
          <circle key={`${x} ${y}`} cx={x} cy={y} r="1.5" class="full" opacity="0.4" />
        ))}
        {SETTLED.map(([x, y]) => (
          <circle key={`${x} ${y}`} cx={x} cy={y} r="1.7" class="full" />
        ))}
      </>
    );
  }
  return BARS.map((height, k) => (
    <rect key={k} x={9 + k * 4.2} y={34 - height} width="3.2" height={height} class="full" />
  ));
}
