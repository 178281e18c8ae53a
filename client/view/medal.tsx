import type { Medal } from '../../shared/race/medals.ts';
import { t } from '../locale/locale.ts';

const RIBBON = 'M7 2l3.2 7M17 2l-3.2 7M7 2h3.4l1.6 4.4L13.6 2H17';
/** One, two and three dots; the author's has a crown. Told apart without any hue. */
const DOTS: Record<Medal, readonly [number, number][]> = {
  bronze: [[12, 15.5]],
  silver: [
    [9.6, 15.5],
    [14.4, 15.5],
  ],
  gold: [
    [12, 13.2],
    [9.4, 17.2],
    [14.6, 17.2],
  ],
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
        {DOTS[medal].map(([x, y]) => (
          <circle key={`${x} ${y}`} class="dot" cx={x} cy={y} r="1.7" />
        ))}
        {medal === 'author' ? <path class="dot" d={CROWN} /> : null}
      </svg>
      <span class={word ? '' : 'visually-hidden'}>{name}</span>
    </span>
  );
}
