import { useEffect, useRef } from 'preact/hooks';
import type { Track } from '../../shared/track/track.ts';
import { calm, settings } from '../connection/settings.ts';
import { language, t } from '../locale/locale.ts';
import { TAG_FONT } from '../view/nametag.ts';
import { palette } from '../view/palette.ts';
import type { Film } from './film.ts';
import type { Livery } from './liveries.ts';
import { StagePainter } from './stagepainter.ts';
import { poseAt } from './timeline.ts';

interface StageProps {
  film: Film;
  track: Track;
  liveries: readonly Livery[];
}

/**
 * The picture. Where the followed car is drawn stands in the element's data attributes, as on the race page, with every
 * digit: at a whole tick it is the state of the race itself.
 */
export function Stage({ film, track, liveries }: StageProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = useRef(liveries);
  shown.current = liveries;
  useEffect(() => {
    const painter = new StagePainter(canvas.current!, film.replay, track);
    return runPicture(box.current!, painter, film, () => shown.current);
  }, [film, track]);
  const place = track.name[language.value];
  const name = liveries[film.followed.value]!.name;
  const label = film.whole.value
    ? t('theatre.wholeLabel', { track: place })
    : t('theatre.stageLabel', { name, track: place });
  return (
    <div class="theatre-stage" ref={box} data-testid="stage">
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

/** Draw a frame whenever something in it has changed; ends by the returned function. */
function runPicture(
  element: HTMLElement,
  painter: StagePainter,
  film: Film,
  liveries: () => readonly Livery[],
): () => void {
  let drawn = '';
  let request = 0;
  const measure = (): void => {
    painter.resize(element.clientWidth, element.clientHeight);
    drawn = '';
  };
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  measure();
  // Names are painted once, so they wait for their font.
  void document.fonts.load(TAG_FONT).then(() => {
    painter.forgetTags();
    drawn = '';
  });
  const frame = (now: number): void => {
    request = requestAnimationFrame(frame);
    film.frame(now);
    const { tick } = film.head;
    const shot = {
      tick,
      followed: film.followed.value,
      whole: film.whole.value,
      northUp: calm.peek() || settings.peek().cameraUp === 'north',
    };
    const key = `${tick} ${shot.followed} ${shot.whole} ${shot.northUp} ${palette.peek()} ${liveries().map(({ name }) => name)}`;
    if (key === drawn) return;
    drawn = painter.draw(shot, liveries()) ? key : '';
    report(element.dataset, film);
  };
  request = requestAnimationFrame(frame);
  return () => {
    cancelAnimationFrame(request);
    observer.disconnect();
  };
}

function report(data: DOMStringMap, { replay, head, followed, whole }: Film): void {
  const pose = poseAt(replay, followed.value, head.tick);
  data.tick = String(head.tick);
  data.car = replay.cars[followed.value]!.id;
  data.whole = String(whole.value);
  data.x = String(pose.x);
  data.y = String(pose.y);
  data.heading = String(pose.heading);
}
