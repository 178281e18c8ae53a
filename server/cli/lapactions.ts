import type { Command } from 'commander';
import { type JudgedLap, judgeLaps, type LapFlag } from '../../shared/dataset/flags.ts';
import { lapsOfDataset } from '../dataset/collection.ts';
import { openStore } from '../store/database.ts';
import { lapTime, openTerminal, table } from './terminal.ts';

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

/** `dataset laps`: every lap of a dataset as it was driven. */
export async function showLaps(id: string, _: unknown, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const store = await openStore(terminal.dataDir);
  const judged = judgeLaps((await lapsOfDataset(store, id).finally(() => store.destroy())).laps);
  const heading = ['episode', 'lap', 'time', 'pace', 'keys', 'hold', 'reversals/min', 'novelty', 'look at'];
  terminal.print({ items: judged.map(published), next: null }, table([heading, ...judged.map(row)]));
}

function row({ lap, manner, pace, novelty, flags }: JudgedLap): string[] {
  return [
    ...[lap.episodeId, String(lap.number), lapTime(lap.timeMs), percent(pace), percent(manner.fullShare)],
    `${manner.holdSeconds.toFixed(2)} s`,
    manner.reversals.toFixed(0),
    Number.isFinite(novelty) ? `${novelty.toFixed(2)} m` : '–',
    flags.map(({ kind, found }) => WORDS[kind](found)).join(', ') || '–',
  ];
}

/** Without states and frames; no neighbour is no novelty. */
function published({ lap, manner, pace, novelty, flags }: JudgedLap) {
  const { episodeId, driverId, number, timeMs, clean, inTraffic, quality } = lap;
  const distance = Number.isFinite(novelty) ? novelty : null;
  return { episodeId, driverId, number, timeMs, clean, inTraffic, quality, manner, pace, novelty: distance, flags };
}
