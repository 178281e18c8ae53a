import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Track } from '../../shared/track/track.ts';
import { language, t } from '../locale/locale.ts';
import { SettingsButton } from '../view/settingsbutton.tsx';
import { shapePath } from '../view/shapes.ts';
import type { HudModel, MapMark } from './hudmodel.ts';
import { SoundButton } from './sound/soundbutton.tsx';

const WIDTH = 208;
const MOST_HEIGHT = 150;
const LEAST_HEIGHT = 84;
const PAD = 14;

interface Fit {
  scale: number;
  left: number;
  top: number;
}

/** The whole road, north up, with every car as its driver's shape: people solid, clones hollow and dashed, ghosts an outline. */
export function Minimap(props: { hud: HudModel; track: Track; children?: ComponentChildren }) {
  const { hud, track, children } = props;
  const map = useMemo(() => drawMap(track), [track]);
  return (
    <section class="race-panel race-map" aria-label={t('race.map')}>
      <div class="race-map-head">
        <b>{track.name[language.value]}</b>
        <Connection hud={hud} />
        <button
          type="button"
          class="race-pause"
          aria-label={t('race.leave')}
          onClick={() => {
            hud.leaving.value = true;
          }}
        >
          <i />
        </button>
      </div>
      <svg viewBox={`0 0 ${WIDTH} ${map.height}`} role="img" aria-label={t('race.map')}>
        <path d={map.road} class="road" />
        {map.islands.map((d) => (
          <path key={d} d={d} class="island" />
        ))}
        <path d={map.start} class="start" />
        {hud.marks.value.map((mark) => (
          <Mark key={mark.id} mark={mark} fit={map.fit} />
        ))}
      </svg>
      <div class="race-tools">
        <SoundButton />
        <SettingsButton kind="race-tool" />
        {children}
      </div>
    </section>
  );
}

function Mark({ mark, fit }: { mark: MapMark; fit: Fit }) {
  const x = (fit.left + mark.x * fit.scale).toFixed(1);
  const y = (fit.top - mark.y * fit.scale).toFixed(1);
  const hue = `var(--d${mark.driver})`;
  const hollow = { fill: mark.ghost ? 'none' : 'var(--s1)', stroke: mark.ghost ? 'var(--text)' : hue };
  const style =
    mark.clone || mark.ghost
      ? { ...hollow, 'stroke-dasharray': '3 1.6', 'stroke-width': 1.8 }
      : { fill: hue, stroke: mark.own ? 'var(--flag)' : 'var(--bg)', 'stroke-width': mark.own ? 1.6 : 1 };
  return <path transform={`translate(${x} ${y})`} d={shapePath(mark.driver, mark.own ? 6.6 : 5.6)} {...style} />;
}

function Connection({ hud }: { hud: HudModel }) {
  const latency = hud.latencyMs.value;
  const bad = hud.connection.value !== 'open';
  const quality = bad ? 'bad' : latency > 220 || hud.jitterMs.value > 45 ? 'warn' : 'good';
  return (
    <span class={`race-link ${quality}`} title={t('race.connection')}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M3 9.5a13 13 0 0 1 18 0M6.3 13a8.3 8.3 0 0 1 11.4 0M9.5 16.4a3.8 3.8 0 0 1 5 0" />
        <circle cx="12" cy="19.3" r="1" />
      </svg>
      {bad ? '–' : `${latency} ms`}
    </span>
  );
}

/** Fit the road into the panel; the map's y points down, so y flips here as it does in any camera. */
function drawMap(track: Track): { road: string; islands: string[]; start: string; fit: Fit; height: number } {
  const xs = track.x;
  const ys = track.y;
  const west = Math.min(...xs);
  const east = Math.max(...xs);
  const south = Math.min(...ys);
  const north = Math.max(...ys);
  const scale = Math.min((WIDTH - 2 * PAD) / (east - west), (MOST_HEIGHT - 2 * PAD) / (north - south));
  const height = Math.max(LEAST_HEIGHT, Math.round((north - south) * scale + 2 * PAD));
  const left = (WIDTH - (east - west) * scale) / 2 - west * scale;
  const top = (height + (north - south) * scale) / 2 + south * scale;
  const at = (x: number, y: number): string => `${(left + x * scale).toFixed(1)} ${(top - y * scale).toFixed(1)}`;
  const step = Math.max(1, Math.floor(track.count / 200));
  let road = '';
  for (let i = 0; i < track.count; i += step) road += `${i === 0 ? 'M' : 'L'}${at(xs[i], ys[i])}`;
  const islands = track.islands.map(
    ({ spineX, spineY }) => `M${[...spineX].map((x, k) => at(x, spineY[k]!)).join('L')}`,
  );
  const [dx, dy] = [(-Math.sin(track.heading[0]) * 7) / scale, (Math.cos(track.heading[0]) * 7) / scale];
  const start = `M${at(xs[0] + dx, ys[0] + dy)}L${at(xs[0] - dx, ys[0] - dy)}`;
  return { road: `${road}Z`, islands, start, fit: { scale, left, top }, height };
}
