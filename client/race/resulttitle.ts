import { t } from '../locale/locale.ts';
import type { Standing } from './hudmodel.ts';
import { clockText } from './timetext.ts';

const WORDS = 8;

/**
 * The finding as a sentence, measured from the race: "Second, by 0.31 s." is the time to the winner, "First, by 0.84 s."
 * the time to the second; alone on the road it is the race time that counts.
 */
export function resultTitle(rows: readonly Standing[]): string {
  const index = rows.findIndex((row) => row.own);
  const own = rows[index];
  if (!own) return t('race.over');
  if (own.finishedMs === 0) return t('race.unfinished');
  if (rows.length === 1) return t('race.titleSolo', { time: clockText(own.finishedMs / 1000, 2) });
  const place = index < WORDS ? t(`race.place${index + 1}`) : t('race.placeN', { place: index + 1 });
  const rival = rivalOf(rows);
  if (!rival) return t('race.titleAlone', { place });
  const gap = Math.abs(own.finishedMs - rival.finishedMs) / 1000;
  return t('race.title', { place, gap: gap.toFixed(2) });
}

/** Whom the result is measured against: the winner, or for the winner whoever came second; undefined without either. */
export function rivalOf(rows: readonly Standing[]): Standing | undefined {
  const own = rows.find((row) => row.own);
  if (!own || own.finishedMs === 0) return undefined;
  const rival = rows[0] === own ? rows.find((row) => !row.own && row.finishedMs > 0) : rows[0];
  return rival && rival.finishedMs > 0 ? rival : undefined;
}
