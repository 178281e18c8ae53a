import type { Command } from 'commander';
import { type JudgedLap, judgeLaps, type LapFlag } from '../../shared/dataset/flags.ts';
import { LAP_ORDERS, type LapRow, type LapsQuery } from '../../shared/wire/laps.ts';
import { lapsOfDataset } from '../dataset/collection.ts';
import { openStore } from '../store/database.ts';
import { countLaps, pageOfLaps } from '../store/lappages.ts';
import { lapRow } from '../store/laprow.ts';
import { lapTime, oneOf, openTerminal, table } from './terminal.ts';

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** A flag in words, with what was found. */
const WORDS: Record<LapFlag['kind'], (found: number) => string> = {
  falls: (found) => `${found} falls`,
  offTracks: (found) => `${found} times off the road`,
  wrongWay: (found) => `${found} times facing the wrong way`,
  contacts: (found) => `${found} ticks in contact`,
  traffic: () => 'another car within 10 m',
  starved: (found) => `${percent(found)} of its ticks without a frame`,
  latency: (found) => `${found} ms of round trip`,
  idle: (found) => `hands off ${percent(found)} of the time`,
  slow: (found) => `${found.toFixed(2)} times the median lap`,
  novel: (found) => `${found.toFixed(1)} m from every other line`,
};

interface ListOptions extends Pick<LapsQuery, 'track' | 'car' | 'driver' | 'session' | 'limit' | 'after'> {
  flagged?: true;
  clean?: true;
  order: string;
}

/** `episode laps`: a page of all laps, of private sessions too: whoever holds the data has them all. */
export async function listLaps({ order, ...filter }: ListOptions, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const query: LapsQuery = { ...filter, order: oneOf('order', LAP_ORDERS)(order) };
  const store = await openStore(terminal.dataDir);
  const [{ rows, next }, { total, flagged }] = await Promise.all([
    pageOfLaps(store, query, null),
    countLaps(store, query, null),
  ]).finally(() => store.destroy());
  const items = rows.map(lapRow);
  const heading = ['episode', 'lap', 'driver', ...COLUMNS, 'mark', 'look at'];
  const words = items.map((lap) => [
    ...[lap.episodeId, String(lap.number), lap.driver.id, ...columnsOf(lap)],
    lap.mark === 'none' ? '–' : [lap.mark, lap.reason].filter(Boolean).join(': '),
    inWords(lap.flags),
  ]);
  const count = `${total} laps, ${flagged} of them flagged.${next ? ` More: --after "${next}"` : ''}`;
  terminal.print({ items, next, total, flagged }, [...table([heading, ...words]), count]);
}

const COLUMNS = ['time', 'pace', 'keys', 'hold', 'reversals/min', 'novelty'];

const columnsOf = (lap: Pick<LapRow, 'timeMs' | 'pace' | 'fullShare' | 'holdSeconds' | 'reversals' | 'novelty'>) => [
  ...[lapTime(lap.timeMs), percent(lap.pace), percent(lap.fullShare), `${lap.holdSeconds.toFixed(2)} s`],
  lap.reversals.toFixed(0),
  lap.novelty === null ? '–' : `${lap.novelty.toFixed(2)} m`,
];

const inWords = (flags: readonly LapFlag[]): string =>
  flags.map(({ kind, found }) => WORDS[kind](found)).join(', ') || '–';

/** `dataset laps`: every lap of a dataset as it was driven. */
export async function showLaps(id: string, _: unknown, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const store = await openStore(terminal.dataDir);
  const judged = judgeLaps((await lapsOfDataset(store, id).finally(() => store.destroy())).laps);
  const heading = ['episode', 'lap', ...COLUMNS, 'look at'];
  terminal.print({ items: judged.map(published), next: null }, table([heading, ...judged.map(row)]));
}

function row({ lap, manner, pace, novelty, flags }: JudgedLap): string[] {
  const numbers = { ...manner, timeMs: lap.timeMs, pace, novelty: Number.isFinite(novelty) ? novelty : null };
  return [lap.episodeId, String(lap.number), ...columnsOf(numbers), inWords(flags)];
}

/** Without states and frames; no neighbour is no novelty. */
function published({ lap, manner, pace, novelty, flags }: JudgedLap) {
  const { episodeId, driverId, number, timeMs, clean, inTraffic, quality } = lap;
  const distance = Number.isFinite(novelty) ? novelty : null;
  return { episodeId, driverId, number, timeMs, clean, inTraffic, quality, manner, pace, novelty: distance, flags };
}
