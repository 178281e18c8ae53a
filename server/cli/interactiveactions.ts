import type { Command } from 'commander';
import type { Teacher } from '../../shared/driver/expert.ts';
import type { NoviceName } from '../../shared/training/novices.ts';
import { CARS } from '../../shared/vehicle/cars.ts';
import { cardOf, lapsOfDataset, refuseLeak } from '../dataset/collection.ts';
import { openStore } from '../store/database.ts';
import type { Store } from '../store/tables.ts';
import type { Shown, TeachingReport } from '../training/interactive.ts';
import { CommandError, openTerminal, refuseIdle, table } from './terminal.ts';
import { trackCalled } from './trackfolder.ts';

interface DaggerOptions {
  dataset?: string;
  track?: string;
  car: string;
  laps: number;
  expert?: Teacher;
  novice: NoviceName;
  rounds: number;
  gated?: boolean;
  reaction: number;
  beta: number;
  seed: number;
}

export async function runTeaching(options: DaggerOptions, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  if ((options.dataset === undefined) === (options.track === undefined)) {
    throw new CommandError(
      'Expected one of --dataset and --track: laps to begin with, or where the expert shows some.',
    );
  }
  if (options.dataset !== undefined) {
    const why = 'with --dataset, whose laps and car are what they are. Leave it out.';
    refuseIdle(command, (option) => option === 'car' || option === 'laps', why);
  }
  if (options.gated) refuseIdle(command, (option) => option === 'beta', 'with --gated. Leave one of them out.');
  else refuseIdle(command, (option) => option === 'reaction', 'without --gated. Say both, or neither.');
  const expert = options.expert ?? (options.dataset === undefined ? 'ideal' : 'ownPath');
  const store = await openStore(terminal.dataDir);
  const bar = terminal.progress(options.gated ? 'Human-gated' : 'DAgger');
  try {
    const { teach } = await import('../training/interactive.ts'); // brings tfjs, which few verbs need
    const shown = await shownLaps(store, options, expert, terminal.dataDir);
    const { novice, rounds, gated, reaction, beta, seed } = options;
    const order = { expert, novice, rounds, reaction: gated ? reaction : null, beta, seed };
    const report = await teach(store, shown, order, bar.update);
    bar.stop();
    terminal.print(report, words(report));
  } finally {
    bar.stop();
    await store.destroy();
  }
}

async function shownLaps(store: Store, options: DaggerOptions, expert: Teacher, dataDir: string): Promise<Shown> {
  if (options.dataset !== undefined) {
    const { dataset, laps } = await lapsOfDataset(store, options.dataset);
    refuseLeak(dataset);
    return { laps, datasetId: dataset.id, splits: cardOf(dataset).splits };
  }
  if (expert === 'ownPath') {
    throw new CommandError('--expert ownPath: got --track, expected --dataset, whose fastest lap it follows.');
  }
  const { shownBy } = await import('../training/interactive.ts');
  const track = trackCalled(options.track!, dataDir);
  const laps = shownBy(expert, track, CARS.get(options.car)!, options.laps, options.seed);
  return { laps, datasetId: null, splits: null };
}

function words({ algorithm, expert, novice, track, seconds, rounds }: TeachingReport): string[] {
  const shown = (value: number, [low, high]: readonly [number, number]): string =>
    `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
  const heading = ['round', 'falls a lap', '95 %', 'clean', 'labels', 'taken over a lap', 'plain cloning', 'policy'];
  const rows = rounds.map(({ round, fallsPerLap, fallsPerLapInterval, plain, ...one }) => [
    ...[String(round), ...shown(fallsPerLap, fallsPerLapInterval).split(/ (?=\[)/)],
    ...[`${one.cleanLaps}/${one.lapsPlanned}`, String(one.labels), one.interventionsPerLap?.toFixed(1) ?? '–'],
    ...[shown(plain.fallsPerLap, plain.fallsPerLapInterval), one.policy],
  ]);
  const name = algorithm === 'dagger' ? 'DAgger' : 'Human-gated DAgger';
  return [
    `${name}, ${novice}, scripted expert "${expert}" on ${track}: ${seconds} s. Plain cloning has as many laps, all of the expert's.`,
    ...table([heading, ...rows]),
  ];
}
