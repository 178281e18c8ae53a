import type { Bar, Estimate } from '../page.ts';
import { type Cell, cellOf, rateOf, type TaughtTrial } from '../taught.ts';
import { CANDIDATES, LAPS, SWITCHES } from './survive.ts';

/** One cell of the grid. */
export interface GridCell extends Cell {
  laps: number;
  recovery: boolean;
  hands: 'keyboard' | 'pad' | 'both';
  /** Falls for each kick, where kicks were dealt. */
  kicks: Estimate | null;
}

export interface SwitchCell {
  name: string;
  keyboard: Cell;
  pad: Cell;
  /** Samples that were made, median over trainings; and the noise injected, where any was. */
  made: number;
  noise: { keyboard: number; pad: number } | null;
}

export interface Summary {
  grid: GridCell[];
  switches: SwitchCell[];
}

export function summaryOf(trials: readonly TaughtTrial[]): Summary {
  const chosen = trials.filter(({ candidates }) => candidates === CANDIDATES.grid);
  const single = trials.filter(({ candidates }) => candidates === CANDIDATES.switches);
  const grid = LAPS.flatMap((laps) =>
    [true, false].flatMap((recovery) =>
      (['both', 'keyboard', 'pad'] as const).map((hands): GridCell => {
        const some = chosen.filter(
          (trial) =>
            trial.laps === laps && trial.teaching.perturb === recovery && (hands === 'both' || trial.hands === hands),
        );
        const kicked = some.every((trial) => trial.kicked !== null);
        const kicks = kicked
          ? rateOf(
              some,
              ({ kicked }) => kicked ?? [],
              (rollout) => rollout.kicks,
            )
          : null;
        return { laps, recovery, hands, ...cellOf(some), kicks };
      }),
    ),
  );
  return { grid, switches: Object.keys(SWITCHES).map((name) => switchOf(name, single)) };
}

function switchOf(name: string, trials: readonly TaughtTrial[]): SwitchCell {
  const wanted = JSON.stringify(SWITCHES[name]);
  const some = trials.filter(({ teaching }) => JSON.stringify(teaching) === wanted);
  const of = (hands: TaughtTrial['hands']) => some.filter((trial) => trial.hands === hands);
  const noise = (hands: TaughtTrial['hands']): number => mean(of(hands).map((trial) => trial.noise ?? 0));
  return {
    ...{ name, keyboard: cellOf(of('keyboard')), pad: cellOf(of('pad')) },
    made: Math.round(mean(some.map(({ samples }) => samples.recovery + samples.made.mirror))),
    noise: SWITCHES[name]!.noise ? { keyboard: noise('keyboard'), pad: noise('pad') } : null,
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What a clone must do to be raced. */
export function barsOf({ grid }: Summary): Bar[] {
  const cell = (laps: number, recovery: boolean, hands: GridCell['hands'] = 'both'): GridCell =>
    grid.find((one) => one.laps === laps && one.recovery === recovery && one.hands === hands)!;
  const three = cell(3, true);
  const one = cell(1, true);
  const kicks = three.kicks?.value ?? Number.POSITIVE_INFINITY;
  const rows: [what: string, bar: string, shown: string, holds: boolean][] = [
    ['three laps with recovery, falls a lap, median', '0', three.median.toFixed(2), three.median === 0],
    [
      ...(['three laps with recovery, trainings with ≤ 0.05 falls a lap', '≥ 10 of 12'] as const),
      `${three.steady} of ${three.trainings}`,
      three.steady * 12 >= three.trainings * 10,
    ],
    [
      ...(['one lap with recovery, falls a lap', '≤ 0.2'] as const),
      `${one.falls.value.toFixed(3)}, median ${one.median.toFixed(2)}`,
      one.falls.value <= 0.2,
    ],
    ['three laps with recovery, falls for each kick', '≤ 0.1', kicks.toFixed(3), kicks <= 0.1],
  ];
  return rows.map(([what, bar, shown, holds]) => ({ what, bar, shown, holds }));
}
