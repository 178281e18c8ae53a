import type { Medal } from '../../shared/race/medals.ts';
import { t } from '../locale/locale.ts';

const RIBBON = 'M5.5 2h4.6l3 6.4H8.5zM18.5 2h-4.6l-3 6.4h4.6z';
/** One, two and three bars; the author's has a crown. Told apart without any hue. */
const BARS: Record<Medal, readonly number[]> = {
  bronze: [12],
  silver: [10.4, 13.6],
  gold: [9.2, 12, 14.8],
  author: [],
};
const CROWN = 'M8.2 18.4v-5l2.2 1.8L12 12.4l1.6 2.8 2.2-1.8v5z';

/** A medal and its name. `word` false leaves the name to a screen reader where it stands beside the medal anyway. */
export function MedalMark({ medal, size = 24, word = true }: { medal: Medal; size?: number; word?: boolean }) {
  const name = t(`medal.${medal}`);
  return (
    <span class={`medal ${medal}`}>
      <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
        <path class="ribbon" d={RIBBON} />
        <circle class="disc" cx="12" cy="15.5" r="6.8" />
        {BARS[medal].map((x) => (
          <rect key={x} class="mark" x={x - 0.75} y="12" width="1.5" height="7" />
        ))}
        {medal === 'author' ? <path class="mark" d={CROWN} /> : null}
      </svg>
      <span class={word ? '' : 'visually-hidden'}>{name}</span>
    </span>
  );
}
