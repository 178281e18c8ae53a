import { useEffect, useRef } from 'preact/hooks';
import type { ObservationSpec } from '../../shared/observation/spec.ts';
import { t } from '../locale/locale.ts';
import {
  type Ahead,
  cameraOfPart,
  pictureSize,
  pixelsOf,
  rayEnds,
  roadAhead,
  type SeenPart,
  seenParts,
} from './seen.ts';
import './seen.css';

/**
 * What a policy sees at one moment, and nothing else: everything drawn here is drawn from the numbers it is given. All of
 * the numbers stand below by their names.
 */
export function SeenView({ spec, numbers }: { spec: ObservationSpec; numbers: Float32Array }) {
  const parts = seenParts(spec, numbers);
  return (
    <div class="seen">
      {parts.map((part) => (
        <Part key={part.block} part={part} spec={spec} />
      ))}
      <details class="seen-numbers">
        <summary>{t('seen.numbers', { count: parts.reduce((sum, { names }) => sum + names.length, 0) })}</summary>
        <dl>
          {parts.flatMap(({ block, names, values }) =>
            names.map((name, i) => (
              <div key={`${block} ${name}`}>
                <dt class="mono">{name}</dt>
                <dd class="number">{values[i]!.toFixed(2)}</dd>
              </div>
            )),
          )}
        </dl>
      </details>
    </div>
  );
}

function Part({ part, spec }: { part: SeenPart; spec: ObservationSpec }) {
  const camera = cameraOfPart(part);
  if (camera) return <Picture part={part} spec={spec} label={t(`seen.camera.${camera}`)} />;
  if (part.block === 'trackFeatures') return <Fan ends={roadAhead(part)} kind="road" label={t('seen.road')} />;
  if (part.block === 'rangeFinder') return <Fan ends={rayEnds(part)} kind="rays" label={t('seen.rays')} />;
  return null;
}

function Picture({ part, spec, label }: { part: SeenPart; spec: ObservationSpec; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = pictureSize(spec);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixelsOf(part), width, height), 0, 0);
  });
  return (
    <figure>
      <canvas ref={canvas} width={width} height={height} role="img" aria-label={label} data-testid="seen-picture" />
      <figcaption class="caption">{label}</figcaption>
    </figure>
  );
}

/** Metres that the drawing shows ahead of the car and to each side. */
const AHEAD = 62;
const ASIDE = 40;

/** Points in front of the car, seen from above, the driving direction up. */
function Fan({ ends, kind, label }: { ends: readonly Ahead[]; kind: 'road' | 'rays'; label: string }) {
  const x = ({ left }: Ahead): number => Math.max(-ASIDE, Math.min(ASIDE, -left));
  const y = ({ ahead }: Ahead): number => Math.max(-AHEAD, Math.min(14, -ahead));
  return (
    <figure>
      <svg
        class={`seen-fan ${kind}`}
        viewBox={`${-ASIDE} ${-AHEAD - 2} ${2 * ASIDE} ${AHEAD + 18}`}
        role="img"
        aria-label={label}
      >
        {kind === 'road' ? (
          <polyline points={[{ ahead: 0, left: 0 }, ...ends].map((end) => `${x(end)},${y(end)}`).join(' ')} />
        ) : null}
        {ends.map((end, k) => (
          <g key={k}>
            {kind === 'rays' ? <line x1="0" y1="0" x2={x(end)} y2={y(end)} /> : null}
            <circle cx={x(end)} cy={y(end)} r={kind === 'rays' ? 0.9 : 1.4} />
          </g>
        ))}
        <rect class="seen-car" x="-0.9" y="-2.2" width="1.8" height="4.4" rx="0.6" />
      </svg>
      <figcaption class="caption">{label}</figcaption>
    </figure>
  );
}
