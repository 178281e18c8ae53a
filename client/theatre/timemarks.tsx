import { useMemo } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import { useWidth } from '../view/charts/usewidth.ts';
import type { ReplayEvent } from './events.ts';
import type { Replay } from './replay.ts';
import { lapMarks } from './timeline.ts';

const HEIGHT = 30;
/** Half a thumb of the slider below: its middle never comes nearer to the ends. */
const PAD = 11;
/** Height of a mark's middle: the followed car's, and everybody else's below. */
const OWN = 15;
/** Names of laps keep so many pixels from the mark before. */
const LEAST_LAP = 26;

/** Laps of the followed car, and what happened to it, above the time bar; a list beside says the same in words. */
export function TimeMarks({ replay, car }: { replay: Replay; car: number }) {
  const { element, width } = useWidth(600);
  const marks = useMemo(() => lapMarks(replay, car), [replay, car]);
  const events = useMemo(() => replay.events.filter((event) => event.car === car), [replay, car]);
  const x = (tick: number): number => PAD + (tick / Math.max(1, replay.ticks)) * (width.value - 2 * PAD);
  return (
    <div ref={element} class="theatre-marks">
      <svg width={width.value} height={HEIGHT} viewBox={`0 0 ${width.value} ${HEIGHT}`} aria-hidden="true">
        {marks.map(({ lap, tick }, k) => (
          <g key={lap} class="lap">
            <line x1={x(tick)} x2={x(tick)} y1="0" y2={HEIGHT} />
            {k === 0 || x(tick) - x(marks[k - 1]!.tick) > LEAST_LAP ? (
              <text x={x(tick) + 4} y="10">
                {lap > replay.header.laps ? '' : t('theatre.lapMark', { lap })}
              </text>
            ) : null}
          </g>
        ))}
        {events.map((event, k) => (
          <EventMark key={k} event={event} x={x(event.tick)} />
        ))}
      </svg>
    </div>
  );
}

/** Off-track a triangle, contact a diamond, a fall a cross, a new driver a circle; laps have their lines. */
function EventMark({ event: { kind }, x }: { event: ReplayEvent; x: number }) {
  const y = OWN + 6;
  if (kind === 'offTrack') return <path class="off" d={`M${x} ${y - 6}L${x + 5.5} ${y + 4}H${x - 5.5}Z`} />;
  if (kind === 'contact' || kind === 'wall')
    return <path class="contact" d={`M${x} ${y - 6}L${x + 6} ${y}L${x} ${y + 6}L${x - 6} ${y}Z`} />;
  if (kind === 'fall')
    return <path class="fall" d={`M${x - 5} ${y - 5}L${x + 5} ${y + 5}M${x + 5} ${y - 5}L${x - 5} ${y + 5}`} />;
  if (kind === 'wheel') return <circle class="wheel" cx={x} cy={y} r="5" />;
  return null;
}
