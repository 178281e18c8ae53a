import type { Measure } from '../../../shared/evaluation/measures.ts';
import type { Words } from './words.ts';

/** How values of a measure are written, in tables and under ticks. */
export interface Format {
  value(value: number): string;
  tick(text: string): string;
}

const PERCENT: Format = {
  value: (value) => `${(100 * value).toFixed(1)} %`,
  tick: (text) => `${Math.round(1000 * Number(text)) / 10} %`,
};

export function formatOf(measure: Measure, { say }: Words): Format {
  if (measure === 'fallsPerLap' || measure === 'offTracksPerLap') {
    return { value: (value) => value.toFixed(3), tick: (text) => text };
  }
  if (measure === 'lineRms') return withUnit((value) => say('metres', { value }), 1);
  if (measure === 'speedRms') return withUnit((value) => say('speed', { value }), 1);
  if (measure === 'lapTimeMs') return withUnit((value) => say('seconds', { value }), 1000);
  return PERCENT;
}

const withUnit = (spell: (value: string) => string, divisor: number): Format => ({
  value: (value) => spell((value / divisor).toFixed(2)),
  tick: (text) => spell(String(Number(text) / divisor)),
});

export const between = ([low, high]: readonly [number, number], spell: (value: number) => string): string =>
  `[${spell(low)}, ${spell(high)}]`;
