import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Track } from '../../shared/track/track.ts';
import { fetchTrack } from '../connection/api.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { t } from '../locale/locale.ts';
import { paintHero } from './heropainting.ts';

/** The promise of the game over a painted piece of the chosen track: people solid, clones hatched. */
export function Hero({ track, children }: { track: TrackSummary; children: ComponentChildren }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => paintWhenThere(canvas.current, track.id), [track.id]);
  return (
    <section class="lobby-hero">
      <div class="hero-picture" aria-hidden="true">
        <canvas ref={canvas} />
      </div>
      <div class="hero-words">
        <h1>
          {t('lobby.headline1')}
          <br />
          {t('lobby.headline2')}
        </h1>
        <p class="hero-lead">{t('lobby.sub')}</p>
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
    if (track && canvas.clientWidth > 0) paintHero(canvas, track, canvas.clientWidth, canvas.clientHeight);
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
