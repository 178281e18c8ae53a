import type { Interval } from '../../shared/evaluation/interval.ts';

/** One thing a study was to show, and whether it did. */
export interface Bar {
  what: string;
  bar: string;
  shown: string;
  holds: boolean;
}

/** A figure with its 95 % interval. */
export interface Estimate {
  value: number;
  interval: Interval;
}

/** A Markdown table; the first row is the heading. */
export function table([heading, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heading!), line(heading!.map(() => '---')), ...rows.map(line)].join('\n');
}

export const barTable = (bars: readonly Bar[]): string =>
  table([
    ['what', 'bar', 'found', ''],
    ...bars.map(({ what, bar, shown, holds }) => [what, bar, shown, holds ? 'held' : '**not held**']),
  ]);

/** The first line of every page: how many bars held, and how to make the page again. */
export const heldLine = (name: string, bars: readonly Bar[]): string =>
  `${bars.filter(({ holds }) => holds).length} of ${bars.length} bars held. Made by \`npm run study -- ${name}\`; every ` +
  `figure is in \`${name}.json\`.`;

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** A figure with its interval in brackets. */
export const between = ({ value, interval: [low, high] }: Estimate, shown: (value: number) => string): string =>
  `${shown(value)} [${shown(low)}, ${shown(high)}]`;
