import { TICK_HZ } from '../../shared/units/units.ts';
import type { LapRow } from '../../shared/wire/laps.ts';
import { t } from '../locale/locale.ts';
import type { IconName } from '../view/icon.tsx';

export type LapFlag = LapRow['flags'][number];

export const secondsText = (seconds: number, digits: number): string =>
  t('data.seconds', { seconds: seconds.toFixed(digits) });

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;

/** What was found, or a limit, in the unit of its kind. */
function amount(kind: LapFlag['kind'], value: number): string {
  switch (kind) {
    case 'starved':
    case 'idle':
      return percent(value);
    case 'latency':
      return `${Math.round(value)} ms`;
    case 'slow':
      return `${value.toFixed(2)}×`;
    case 'novel':
      return `${value.toFixed(1)} m`;
    case 'contacts':
      return secondsText(value / TICK_HZ, value < TICK_HZ ? 2 : 1);
    default:
      return String(value);
  }
}

/** A flag in a few words, as a table has room for. */
export const flagWords = ({ kind, found }: LapFlag): string =>
  t(`data.flag.${kind}.short`, { count: found, found: amount(kind, found) });

/** The whole reason: what was found, what it means, and from where on it is told. */
export const flagReason = ({ kind, found, limit }: LapFlag): string =>
  t(`data.flag.${kind}.reason`, { count: found, found: amount(kind, found), limit: amount(kind, limit) });

/** What the quality column says of a lap. */
export interface QualityWords {
  icon: IconName;
  tone: 'good' | 'warn' | 'quiet';
  text: string;
  /** So many more flags than the one in words. */
  more: number;
}

/** A person's word first, then the computer's first flag, then that it is clean. */
export function qualityOf({ mark, flags, clean }: Pick<LapRow, 'mark' | 'flags' | 'clean'>): QualityWords {
  if (mark === 'left-out') return { icon: 'cross', tone: 'quiet', text: t('data.leftOut'), more: flags.length };
  if (mark === 'flagged') return { icon: 'flag', tone: 'warn', text: t('data.flaggedByHand'), more: flags.length };
  const [first] = flags;
  if (first) return { icon: 'warning', tone: 'warn', text: flagWords(first), more: flags.length - 1 };
  if (!clean) return { icon: 'warning', tone: 'warn', text: t('data.notClean'), more: 0 };
  return { icon: 'check', tone: 'good', text: t('data.clean'), more: 0 };
}

/** All that is said of a lap's quality, in a sentence each. */
export function reasonsOf({ mark, reason, flags }: Pick<LapRow, 'mark' | 'reason' | 'flags'>): string[] {
  const byHand = mark === 'none' ? [] : [markReason(mark, reason)];
  return [...byHand, ...flags.map(flagReason)];
}

function markReason(mark: 'flagged' | 'left-out', reason: string): string {
  const of = mark === 'flagged' ? 'flaggedReason' : 'leftOutReason';
  return reason === '' ? t(`data.${of}.bare`) : t(`data.${of}.told`, { reason });
}
