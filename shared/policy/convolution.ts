import { z } from 'zod';
import { CAMERA_BLOCKS, pictureSizeSchema } from '../observation/pictures.ts';

/** Multiply-adds of one look; more would hold up a race, whoever wrote the file. About 5 ms on one core. */
const MOST_WORK = 50e6;

const filterSchema = z.strictObject({
  /** A multiple of 8: the kernels' tiles are eight wide. */
  filters: z.number().int().min(8).max(64).multipleOf(8),
  /** Of the square that one filter sees. */
  size: z.number().int().min(1).max(7),
  stride: z.number().int().min(1).max(4),
});

/**
 * Convolutions without padding, a ReLU after each (LeCun et al. 1989; for driving: Bojarski et al. 2016, "End to End
 * Learning for Self-Driving Cars", whose five layers are scaled down here). The pictures of all cameras stand first in
 * an observation and are the channels of one.
 */
export const convolutionSchema = z
  .strictObject({
    cameras: z.number().int().min(1).max(CAMERA_BLOCKS.length),
    ...pictureSizeSchema.shape,
    layers: z.array(filterSchema).min(1).max(5),
  })
  .superRefine(checkSize);
export type ConvolutionSpec = z.infer<typeof convolutionSchema>;

/** One convolution in the flat weights: filters [size, size, channels, filters] at `weight`, one bias each at `bias`. */
export interface ConvolutionLayer {
  height: number;
  width: number;
  channels: number;
  filters: number;
  size: number;
  stride: number;
  /** Of what comes out: [rows, columns, filters]. */
  rows: number;
  columns: number;
  weight: number;
  bias: number;
}

export function convolutionLayers({ cameras, width, height, layers }: ConvolutionSpec): ConvolutionLayer[] {
  let [high, wide, channels, at] = [height, width, cameras, 0];
  return layers.map(({ filters, size, stride }) => {
    const rows = Math.floor((high - size) / stride) + 1;
    const columns = Math.floor((wide - size) / stride) + 1;
    const bias = at + size * size * channels * filters;
    const layer = { height: high, width: wide, channels, filters, size, stride, rows, columns, weight: at, bias };
    [high, wide, channels, at] = [rows, columns, filters, bias + filters];
    return layer;
  });
}

/** Brightnesses in the pictures of one observation. */
export const pixelsOf = ({ cameras, width, height }: ConvolutionSpec): number => cameras * width * height;

/** A picture's brightness, 0 to 1, as the first convolution sees it: grass 0, the range about −2 to 2. */
export const pixelInput = (brightness: number): number => (brightness - 0.45) * 4;

function checkSize(spec: Parameters<typeof convolutionLayers>[0], context: z.RefinementCtx): void {
  const layers = convolutionLayers(spec);
  const small = layers.findIndex(({ rows, columns }) => rows < 1 || columns < 1);
  if (small >= 0) {
    const { width, height, size } = layers[small];
    context.addIssue({ code: 'custom', message: `filters of ${size} × ${size} on a picture of ${width} × ${height}` });
    return;
  }
  const work = layers.reduce(
    (sum, { rows, columns, filters, size, channels }) => sum + rows * columns * filters * size * size * channels,
    0,
  );
  if (work > MOST_WORK) {
    const message = `${Math.round(work / 1e6)} million multiplications a picture, expected ${MOST_WORK / 1e6} million or fewer`;
    context.addIssue({ code: 'custom', message });
  }
}
