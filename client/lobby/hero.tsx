import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import { fetchTrack } from '../connection/api.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { paintCar, paintTrack } from '../view/world.ts';

/** Pixels a metre of the picture, and how far the road is turned in it. */
const SCALE = 11.5;
const TURN = 0.62;
/** Cars behind the line: metres before it, metres to the left, driver, clone. */
const GRID: readonly [number, number, number, boolean][] = [
  [8, -2.4, 2, false],
  [16, 2.4, 1, false],
  [24, -2.4, 1, true],
  [32, 2.4, 3, false],
  [40, -2.4, 2, true],
];

/** The promise of the game over a painted piece of the chosen track: people solid, clones hatched. */
export function Hero({ track, laps, children }: { track: TrackSummary; laps: number; children: ComponentChildren }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => paintWhenThere(canvas.current, track.id), [track.id]);
  return (
    <section class="hero">
      <canvas ref={canvas} role="presentation" />
      <div class="hero-words">
        <h1>
          {t('lobby.headline1')}
          <br />
          {t('lobby.headline2')}
        </h1>
        <p class="hero-lead">{t('lobby.lead')}</p>
        <p class="hero-race">{t('lobby.race', { track: track.names[language.value], laps })}</p>
        {children}
      </div>
    </section>
  );
}

/** Paint now and at every change of size; returns how to stop. */
function paintWhenThere(canvas: HTMLCanvasElement | null, trackId: string): (() => void) | undefined {
  if (canvas === null) return undefined;
  let track: Track | null = null;
  const paint = (): void => {
    if (track) paintHero(canvas, track);
  };
  const watch = new ResizeObserver(paint);
  watch.observe(canvas);
  fetchTrack(trackId).then(
    (fetched) => {
      track = fetched;
      paint();
    },
    () => undefined, // The picture is an ornament; what failed is told where it matters.
  );
  return () => {
    track = null;
    watch.disconnect();
  };
}

function paintHero(canvas: HTMLCanvasElement, track: Track): void {
  const context = canvas.getContext('2d');
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (!context || width === 0) return;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const middle = roadPose(track, -20, 0);
  // The road runs up to the right, its cars in the right half of the picture.
  context.setTransform(SCALE * ratio, 0, 0, -SCALE * ratio, width * ratio * 0.68, height * ratio * 0.5);
  context.rotate(TURN - middle.heading);
  context.translate(-middle.x, -middle.y);
  const reach = Math.hypot(width, height) / SCALE;
  const { x, y } = middle;
  paintTrack(context, track, { west: x - reach, east: x + reach, south: y - reach, north: y + reach });
  for (const [back, aside, driver, clone] of GRID) {
    const pose = roadPose(track, -back, aside);
    context.save();
    context.translate(pose.x, pose.y);
    context.rotate(pose.heading);
    paintCar(context, { driver, clone, own: driver === 1 && !clone });
    context.restore();
  }
}
