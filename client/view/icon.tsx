/** The icon set on a 24 grid, 1.75 stroke, round joins, no fill; `d` paths, the dashed ones apart, dots as [x, y, r]. */
interface Drawing {
  lines: string;
  dashed?: string;
  dots?: [number, number, number][];
}

const DRAWINGS = {
  helmet: {
    lines:
      'M3.5 14a8.5 8.5 0 0 1 17 0v2.5a2 2 0 0 1-2 2H7a3.5 3.5 0 0 1-3.5-3.5zM20.5 11.5H13a2 2 0 0 0-2 2v0a2 2 0 0 0 2 2h7.5',
  },
  clone: {
    lines: 'M2.8 12.5a7 7 0 0 1 14 0v2a1.8 1.8 0 0 1-1.8 1.8H5.8a3 3 0 0 1-3-3zM16.8 10.6h-5.3a1.5 1.5 0 0 0 0 3h5.3',
    dashed: 'M7.5 19.8h9.2a4 4 0 0 0 4-4v-2.3a8 8 0 0 0-2.4-5.7',
  },
  fork: { lines: 'M3 12h6c5 0 5-6 12-6', dashed: 'M9 12c5 0 5 6 12 6', dots: [[9, 12, 1.6]] },
  flag: { lines: 'M5 21V4m0 0h14l-3 4.5 3 4.5H5' },
  play: { lines: 'M7 5l12 7-12 7z' },
  clock: { lines: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 7v5l3.5 2' },
  users: {
    lines:
      'M9 4.6a3.4 3.4 0 1 0 0 6.8a3.4 3.4 0 1 0 0-6.8M2.5 20a6.5 6.5 0 0 1 13 0M16 5a3.2 3.2 0 0 1 0 6.2M18 14.5a6 6 0 0 1 3.5 5.5',
  },
  network: {
    lines:
      'M5 4a2 2 0 1 0 0 4a2 2 0 1 0 0-4M5 16a2 2 0 1 0 0 4a2 2 0 1 0 0-4M12 10a2 2 0 1 0 0 4a2 2 0 1 0 0-4M19 10a2 2 0 1 0 0 4a2 2 0 1 0 0-4M6.7 7.2l3.6 3.4M6.7 16.8l3.6-3.4M14 12h3',
  },
  wheel: {
    lines:
      'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 9.6a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 1 0 0-4.8M3.2 11h6.5M14.3 11h6.5M12 14.4V21',
  },
  fan: { lines: 'M12 20L4.5 8M12 20L8 4.5M12 20V3.5M12 20l4-15.5M12 20l7.5-12' },
  eye: { lines: 'M2.5 12c3-5 6-7 9.5-7s6.5 2 9.5 7c-3 5-6 7-9.5 7s-6.5-2-9.5-7M12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6' },
  camera: { lines: 'M3.5 7h11v10h-11zM14.5 10.5l6-3v9l-6-3' },
  pause: { lines: 'M8.5 5v14M15.5 5v14' },
  stepBack: { lines: 'M17 6l-8 6 8 6zM6 6v12' },
  stepOn: { lines: 'M7 6l8 6-8 6zM18 6v12' },
  share: { lines: 'M12 14V4M8 7.5L12 3.5l4 4M5 12v6.5A1.5 1.5 0 0 0 6.5 20h11a1.5 1.5 0 0 0 1.5-1.5V12' },
  download: { lines: 'M12 4v10.5M7.5 10.5L12 15l4.5-4.5M5 19.5h14' },
  database: {
    lines:
      'M12 3.5c4.4 0 7.5 1.2 7.5 3s-3.1 3-7.5 3-7.5-1.2-7.5-3 3.1-3 7.5-3M4.5 6.5v11c0 1.8 3.1 3 7.5 3s7.5-1.2 7.5-3v-11M4.5 12c0 1.8 3.1 3 7.5 3s7.5-1.2 7.5-3',
  },
  message: { lines: 'M4 5h16v11H10.5L6 20v-4H4z' },
  trophy: {
    lines:
      'M7 4h10v5a5 5 0 0 1-10 0zM7 5.5H4c0 3 1 5 3.4 5M17 5.5h3c0 3-1 5-3.4 5M12 14v3.5M8 20.5h8M9.5 20.5l.6-3h3.8l.6 3',
  },
  film: { lines: 'M3.5 5h17v14h-17zM7.5 5v14M16.5 5v14M3.5 9.7h4M3.5 14.3h4M16.5 9.7h4M16.5 14.3h4' },
  person: { lines: 'M12 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8M4.5 20.5a7.5 7.5 0 0 1 15 0' },
  map: { lines: 'M6 17c-3 0-3-5 0-5h5c4 0 4-7 8-6s2 6-1 7-3 4-6 4z' },
  check: { lines: 'M5 12.5l4.5 4.5L19 7.5' },
  cross: { lines: 'M6 6l12 12M18 6L6 18' },
  warning: { lines: 'M12 3.5l9 16H3zM12 10v4.2', dots: [[12, 17, 0.6]] },
  plus: { lines: 'M12 5v14M5 12h14' },
  minus: { lines: 'M5 12h14' },
  table: { lines: 'M3.5 5h17v14h-17zM3.5 10h17M3.5 14.5h17M10 5v14' },
  chart: { lines: 'M3 16l4-6 4 4 4-8 6 9' },
  record: { lines: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16', dots: [[12, 12, 3.4]] },
  respawn: { lines: 'M4.5 12a7.5 7.5 0 1 0 2.4-5.5M6.5 3v4h4' },
  sliders: {
    lines:
      'M4 7h9M17.6 7H20M4 17h2.4M11 17h9M15.3 4.7a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 1 0 0-4.6M8.7 14.7a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 1 0 0-4.6',
  },
  unrecorded: { lines: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M6.4 6.4l11.2 11.2' },
} satisfies Record<string, Drawing>;

export type IconName = keyof typeof DRAWINGS;

/** Decorative: the words stand beside it, or in the label of its button. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  const drawing: Drawing = DRAWINGS[name];
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={drawing.lines} />
      {drawing.dashed ? <path d={drawing.dashed} stroke-dasharray="2.5 2.6" /> : null}
      {drawing.dots?.map(([x, y, r]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r={r} fill="currentColor" stroke="none" />
      ))}
    </svg>
  );
}
