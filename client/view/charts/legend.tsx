import { Badge } from '../badge.tsx';

export type LegendMark = 'tube' | 'person' | 'clone' | 'other' | 'gap';

/** What a stroke or a fill of the chart stands for. */
export function Legend({ mark, text }: { mark: LegendMark; text: string }) {
  return (
    <span class="legend">
      <svg width="26" height="12" viewBox="0 0 26 12" aria-hidden="true">
        {mark === 'tube' ? <rect class="chart-tube" y="1" width="26" height="10" /> : null}
        {mark === 'person' ? <path class="person-line" d="M0 6H26" /> : null}
        {mark === 'clone' ? <path class="clone-line" d="M0 6H26" /> : null}
        {mark === 'other' ? <path class="clone-line other" d="M0 6H26" /> : null}
        {mark === 'gap' ? <path class="chart-rung" d="M4 1V11M10 1V11M16 1V11M22 1V11" /> : null}
      </svg>
      {text}
    </span>
  );
}

/** A name with its badge. */
export function Named({ clone, text }: { clone: boolean; text: string }) {
  return (
    <span class="legend">
      <Badge driver={1} clone={clone} size={18} />
      {text}
    </span>
  );
}
