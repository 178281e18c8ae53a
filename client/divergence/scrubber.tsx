import { t } from '../locale/locale.ts';
import { deviationOf } from '../view/charts/deviation.ts';
import { useWidth } from '../view/charts/usewidth.ts';
import type { PartingView } from './view.ts';
import { cursorText } from './words.ts';

/** Bars of the histogram stop growing here, standard deviations; the tube ends at 3. */
const FULL = 6;
const TUBE = 3;
const BAR_HEIGHT = 22;

/** How far apart along the whole lap, and the cursor as a slider of its own. */
export function Scrubber({ shown, whose, comparison, cursor }: PartingView) {
  const { element, width } = useWidth(800);
  const last = Math.floor(comparison.track.length);
  const bar = width.value / shown.samples.length;
  return (
    <section class="card scrubber" aria-label={t('divergence.scrubber')}>
      <output class="number">{cursor.value} m</output>
      <div ref={element}>
        <svg width={width.value} height={BAR_HEIGHT} viewBox={`0 0 ${width.value} ${BAR_HEIGHT}`} aria-hidden="true">
          {shown.samples
            .filter(({ s }) => s % 2 === 0)
            .map((sample) => {
              const z = Math.min(FULL, Math.abs(deviationOf(sample)));
              const tall = 1 + (z / FULL) * (BAR_HEIGHT - 1);
              return (
                <rect
                  key={sample.s}
                  class={z > TUBE ? 'far' : ''}
                  x={sample.s * bar}
                  y={BAR_HEIGHT - tall}
                  width={2 * bar + 0.3}
                  height={tall}
                />
              );
            })}
        </svg>
        <input
          type="range"
          min={0}
          max={last}
          step={1}
          value={cursor.value}
          aria-label={t('divergence.scrubber')}
          aria-valuetext={cursorText({ shown, whose }, cursor.value)}
          onInput={(event) => {
            cursor.value = Number(event.currentTarget.value);
          }}
        />
      </div>
    </section>
  );
}
