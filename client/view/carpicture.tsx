import { useEffect, useRef } from 'preact/hooks';
import { paintCar } from './carpaint.ts';

/** Pixels a metre, times the screen's own. */
const SCALE = 17;
const TURNED = 0.28;

/** A car from above on tarmac: solid for a person, hatched for a clone. */
export function CarPicture(props: {
  driver: number;
  clone: boolean;
  /** Id of the car's specification; the club racer by default. */
  vehicle?: string;
  width: number;
  height: number;
}) {
  const { driver, clone, vehicle, width, height } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    context.canvas.width = width * ratio;
    context.canvas.height = height * ratio;
    context.fillStyle = '#474B52';
    context.fillRect(0, 0, width * ratio, height * ratio);
    // Metres, x along the car, y up.
    context.setTransform(SCALE * ratio, 0, 0, -SCALE * ratio, (width / 2) * ratio, (height / 2) * ratio);
    context.rotate(TURNED);
    paintCar(context, { driver, clone, vehicle });
  }, [driver, clone, vehicle, width, height]);
  return (
    <div class="car-picture" aria-hidden="true">
      <canvas ref={canvas} style={{ width, height }} />
    </div>
  );
}
