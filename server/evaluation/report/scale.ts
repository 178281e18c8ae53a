/** A number's place on a picture: from [low, high] to [from, to]. */
export interface Scale {
  (value: number): number;
  /** At most five round numbers within the range, with their spelling. */
  ticks: { value: number; text: string }[];
}

const STEPS = [1, 2, 2.5, 5, 10];

export function linearScale([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  const width = high > low ? high - low : Math.abs(high) || 1;
  const scale = ((value: number): number => from + ((value - low) / width) * (to - from)) as Scale;
  const rough = width / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * STEPS.find((candidate) => candidate * power >= rough * (1 - 1e-9))!;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9) + (step / power === 2.5 ? 1 : 0));
  scale.ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= low + width * (1 + 1e-9); k++) {
    scale.ticks.push({ value: k * step, text: (k * step).toFixed(digits) });
  }
  return scale;
}

/** The range of some numbers, widened by a twentieth on either side; within `limits`. */
export function rangeOf(
  values: readonly number[],
  limits: readonly [number, number] = [-Infinity, Infinity],
): [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = (high - low || Math.abs(high) || 1) / 20;
  return [Math.max(limits[0], low - room), Math.min(limits[1], high + room)];
}
