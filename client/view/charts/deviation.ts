import { scaleLinear } from 'd3-scale';

/** Colours of a deviation, left 4σ … right 4σ. */
export const DEVIATION_COLOURS = ['#0E5E8C', '#5AA9D0', '#B9D5DF', '#DDE2DC', '#F0C6A4', '#E08344', '#A83A0C'];
/** The colours end here, in standard deviations to either side. */
export const DEVIATION_END = 4;

const ramp = scaleLinear<string>()
  .domain(DEVIATION_COLOURS.map((_, k) => DEVIATION_END * (1 - (2 * k) / (DEVIATION_COLOURS.length - 1))))
  .range(DEVIATION_COLOURS)
  .clamp(true);

/** Colour of z standard deviations, + left. */
export const deviationColour = (z: number): string => ramp(z);

/** Standard deviations by which a clone's offset differs from the person's mean; the tube is ± 3 of them wide. */
export function deviationOf({
  clone,
  mean,
  low,
  high,
}: {
  clone: number;
  mean: number;
  low: number;
  high: number;
}): number {
  return ((clone - mean) * 6) / Math.max(1e-6, high - low);
}
