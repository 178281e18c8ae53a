import { useEffect, useRef } from 'preact/hooks';

interface SeenPictureProps {
  /** Brightness from 0 to 1, rows from the top. */
  pixels: Float32Array;
  width: number;
  height: number;
  /** What a screen reader hears. */
  label: string;
}

/** A picture as a policy gets it, pixel by pixel. */
export function SeenPicture({ pixels, width, height, label }: SeenPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      const bright = Math.round((pixels[i] ?? 0) * 255);
      image.data.set([bright, bright, bright, 255], 4 * i);
    }
    context.putImageData(image, 0, 0);
  }, [pixels, width, height]);
  return <canvas ref={canvas} class="seen-picture" width={width} height={height} role="img" aria-label={label} />;
}
