import { useMemo } from 'preact/hooks';
import { roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import { t } from '../locale/locale.ts';
import { useWidth } from '../view/charts/usewidth.ts';
import type { Draft } from './draft.ts';
import type { Place } from './rawpoints.ts';

/** Share of the picture left free round the road. */
const MARGIN = 0.07;
const MARK = 11;

/** Metres of the picture, north up: its box, and a metre's text size. */
interface Sheet {
  viewBox: string;
  /** Radius of a mark, in metres: MARK pixels on the screen. */
  mark: number;
  at(place: Place): Place;
}

/** The road that was made, over the points that were read; or those points, and where they go wrong. */
export function PreviewMap({ draft }: { draft: Draft }) {
  const { element, width } = useWidth(800);
  const sheet = useMemo(() => sheetOf(draft, width.value), [draft, width.value]);
  return <div ref={element}>{sheet === null ? null : <Drawing draft={draft} sheet={sheet} />}</div>;
}

function Drawing({ draft, sheet }: { draft: Draft; sheet: Sheet }) {
  return (
    <svg class="preview-map" viewBox={sheet.viewBox} role="img" aria-label={t('tracks.map')}>
      {draft.at === 'made' ? <Road track={draft.track} sheet={sheet} /> : null}
      {draft.raw.length > 1 ? (
        <path class={`preview-raw ${draft.at}`} d={pathOf(draft.raw.map(sheet.at)) + (closes(draft) ? 'Z' : '')} />
      ) : null}
      {draft.at === 'made' ? (
        draft.notes.map(({ kind, place, point }, k) => {
          const here = sheet.at({ x: place.x - draft.middle.x, y: place.y - draft.middle.y });
          return <Mark key={`${kind}${point}`} at={here} size={sheet.mark} label={`${k + 1}`} kind="note" />;
        })
      ) : (
        <Faults places={draft.places.map(sheet.at)} size={sheet.mark} />
      )}
    </svg>
  );
}

/** Points that could be read as a loop are drawn as one. */
const closes = (draft: Draft): boolean => draft.at === 'made' || draft.fault === 'crosses' || draft.fault === 'tight';

function sheetOf(draft: Draft, pixels: number): Sheet | null {
  const points = draft.at === 'made' ? corners(draft.track) : [...draft.raw, ...draft.places];
  if (points.length < 2) return null;
  const range = (key: 'x' | 'y') =>
    points.reduce(([low, high], point) => [Math.min(low, point[key]), Math.max(high, point[key])] as const, [
      Infinity,
      -Infinity,
    ] as const);
  const [west, east] = range('x');
  const [south, north] = range('y');
  const size = Math.max(east - west, 1.6 * (north - south), 1);
  const pad = size * MARGIN;
  const width = east - west + 2 * pad;
  const height = Math.max(north - south + 2 * pad, width * 0.4);
  const top = (north + south + height) / 2;
  return {
    viewBox: `${west - pad} ${-top} ${width} ${height}`,
    mark: (width * MARK) / Math.max(pixels, 200),
    at: ({ x, y }) => ({ x, y: -y }),
  };
}

/** Places on both edges: what the picture has to hold. */
function corners(track: Track): Place[] {
  const out: Place[] = [];
  for (let i = 0; i < track.count; i += 8) {
    out.push({ x: track.leftX[i]!, y: track.leftY[i]! }, { x: track.rightX[i]!, y: track.rightY[i]! });
  }
  return out;
}

function Road({ track, sheet }: { track: Track; sheet: Sheet }) {
  const drawn = useMemo(() => {
    const edge = (xs: Float64Array, ys: Float64Array): string =>
      `${pathOf([...xs].map((x, i) => sheet.at({ x, y: ys[i]! })).filter((_, i) => i % 2 === 0))}Z`;
    const [from, to] = [track.left[0]! + 8, -track.right[0]! - 8].map((offset) => sheet.at(roadPose(track, 0, offset)));
    const arrow = [-3, 0, 3].map((k) => sheet.at(roadPose(track, 22 - 2.4 * Math.abs(k), k)));
    return {
      road: edge(track.leftX, track.leftY) + edge(track.rightX, track.rightY),
      from: from!,
      to: to!,
      arrow: pathOf(arrow),
    };
  }, [track, sheet]);
  return (
    <g>
      <path class="preview-road" d={drawn.road} fill-rule="evenodd" />
      <line class="preview-start" x1={drawn.from.x} y1={drawn.from.y} x2={drawn.to.x} y2={drawn.to.y} />
      <path class="preview-arrow" d={drawn.arrow} />
    </g>
  );
}

function Faults({ places, size }: { places: readonly Place[]; size: number }) {
  return (
    <g data-testid="fault-places">
      {places.length === 2 ? <path class="preview-between" d={pathOf(places)} /> : null}
      {places.map((place) => (
        <Mark key={`${place.x} ${place.y}`} at={place} size={size} label="!" kind="fault" />
      ))}
    </g>
  );
}

function Mark({ at, size, label, kind }: { at: Place; size: number; label: string; kind: 'note' | 'fault' }) {
  return (
    <g class={`preview-mark ${kind}`}>
      <circle cx={at.x} cy={at.y} r={size} />
      <text x={at.x} y={at.y + 0.42 * size} font-size={1.25 * size} text-anchor="middle">
        {label}
      </text>
    </g>
  );
}

const pathOf = (points: readonly Place[]): string =>
  points.map(({ x, y }, k) => `${k === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
