import { useEffect, useRef } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import type { RaceSession } from './session.ts';
import { StripPainter } from './strippainter.ts';

/** Redrawn this often; a straight line through 67 ms is invisible at this scale. */
const FRAME_MS = 66;

/**
 * The unrolled road: the last 190 m and the next 90 m, left edge on top, your line and, when your clone is on the grid,
 * its line with rungs between the two.
 */
export function RoadStrip({ session }: { session: RaceSession }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { apart, hasClone } = session.strip;
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const painter = new StripPainter(element, session);
    const timer = setInterval(() => painter.paint(), FRAME_MS);
    return () => clearInterval(timer);
  }, [session]);
  const metres = apart.value;
  const leaving = metres !== undefined && Math.abs(metres) > 2;
  return (
    <section class="race-panel race-strip" aria-label={t('race.strip')}>
      <div class="race-strip-head">
        <b>{leaving ? t('race.cloneLeaving') : hasClone.value ? t('race.withClone') : t('race.yourLine')}</b>
        {leaving ? <span class="race-slip">{t('race.apart', { metres: Math.abs(metres).toFixed(1) })}</span> : null}
        <span class="race-legend">
          <i class="you" /> {t('race.you')}
          {hasClone.value ? (
            <>
              <i class="clone" /> {t('race.yourClone')}
            </>
          ) : null}
        </span>
      </div>
      <div class="race-strip-body">
        <span class="race-strip-sides">
          <span>{t('race.left')}</span>
          <span>{t('race.right')}</span>
        </span>
        <div class="race-strip-road">
          <canvas ref={canvas} />
        </div>
      </div>
    </section>
  );
}
