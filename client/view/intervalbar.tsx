interface IntervalBarProps {
  value: number;
  /** 95 %. */
  interval: readonly [number, number];
  /** The ends of the axis, the same in every row. */
  least?: number;
  most: number;
  /** Falls and divergence alone are in their own colour. */
  slip?: boolean;
}

/** An estimate as a dot on its interval. Decorative: the number stands beside it. */
export function IntervalBar({ value, interval, least = 0, most, slip }: IntervalBarProps) {
  const share = (of: number): number => Math.min(1, Math.max(0, (of - least) / Math.max(1e-9, most - least))) * 100;
  const [low, high] = interval;
  return (
    <span class={`interval-bar ${slip ? 'slip' : ''}`} aria-hidden="true">
      <i class="range" style={{ left: `${share(low)}%`, width: `${Math.max(1, share(high) - share(low))}%` }} />
      <i class="dot" style={{ left: `${share(value)}%` }} />
    </span>
  );
}
