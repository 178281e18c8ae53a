import type { DatasetCard } from '../../shared/dataset/cardschema.ts';
import type { DatasetEntry } from '../../shared/wire/datasets.ts';
import { counted as count, limitWords } from '../dataset/limitwords.ts';
import { lapTime, table } from './terminal.ts';

const percent = (share: number): string => `${Math.round(share * 100)} %`;
/** A card in words, for a terminal. */
export function cardWords(dataset: DatasetEntry, card: DatasetCard): string[] {
  const { counts, physics, trackId, trackHash, licence, madeOf } = card;
  const origin = madeOf
    ? [
        `Made of ${madeOf.of.map(({ id, version }) => `${id} (version ${version})`).join(' and ')}: ${madeOf.operation}.`,
      ]
    : [];
  return [
    `${dataset.name}, version ${dataset.version} (${dataset.id})`,
    `${count(counts.laps, 'lap')}, ${count(counts.drivers, 'driver')}, ${(counts.seconds / 60).toFixed(1)} min on ${trackId} in ${card.recipe.car}.`,
    `Content ${card.id}; track ${trackHash.slice(0, 12)}, physics ${physics}.`,
    `Licence: ${licence === null ? 'not told' : licence === 'none' ? 'not to be passed on' : licence}.`,
    ...origin,
    ...howWords(card),
    ...consentWords(card),
    ...splitWords(card),
    ...drivingWords(card),
    '',
    'What it cannot show:',
    ...(card.limits.length > 0 ? card.limits.map((limit) => `  ${limitWords(limit)}`) : ['  nothing is known']),
    '',
    ...driverTable(card),
  ];
}

function howWords({ how, counts, recipe }: DatasetCard): string[] {
  if (!how) return [];
  const { hands, races, sessions, from, to, cadenceHz, leftOut } = how;
  const out = leftOut.map(({ reason, laps }) => `${laps} ${reason}`).join(', ');
  return [
    `Driven in ${count(races, 'race')} from ${from.slice(0, 10)} to ${to.slice(0, 10)}${sessions.length > 0 ? `, for ${count(sessions.length, 'session')}` : ''}; ${cadenceHz} frames a second.`,
    `${hands.keys} laps by keys, ${hands.stick} by stick; ${counts.clean ?? '?'} clean, ${counts.inTraffic ?? '?'} in traffic. Balance: ${recipe.balance}.`,
    ...(out ? [`Left out by the recipe: ${out}.`] : []),
  ];
}

function consentWords({ consent }: DatasetCard): string[] {
  if (!consent) return [];
  if (consent.people === 0) return ['No people in it: nobody had to agree.'];
  const versions = consent.versions.map(({ version, people }) => `${version} (${people})`).join(', ');
  return [
    `${count(consent.people, 'person', 'people')}: ${consent.shared} let others race their clone, ${consent.exported} let their laps leave (${count(consent.exportedLaps, 'lap')}). Consent text: ${versions}.`,
  ];
}

function splitWords({ splits }: DatasetCard): string[] {
  const words = `Split: ${splits.name}; ${splits.train.length} laps to learn from, ${splits.validation.length} held out.`;
  if (!splits.leaks) return [words];
  const { leak } = splits;
  return [
    words,
    'THIS SPLIT LEAKS: its score says how well a learner remembers, not how well it drives.',
    ...(leak
      ? [
          `Doing as in the nearest known moment errs by ${leak.frames.toFixed(4)} on its held-out frames and by ` +
            `${leak.whole.toFixed(4)} on whole ${leak.by}s that were not learned from.`,
        ]
      : []),
  ];
}

function drivingWords({ coverage, quality }: DatasetCard): string[] {
  const words: string[] = [];
  if (coverage) words.push(`${percent(coverage.seen)} of the road was driven on.`);
  for (const { from, to, side, corner, laps, more } of coverage?.thin.slice(0, 5) ?? []) {
    const where = corner === null ? '' : ` near corner ${corner}`;
    words.push(
      `  thin: ${from.toFixed(0)} to ${to.toFixed(0)} m on the ${side}${where}, ${laps} laps, ${more} more wanted`,
    );
  }
  if (quality) {
    const { timeMs, latencyMs, reversals, idleShare, flags } = quality;
    const latency = latencyMs === null ? '' : `, round trip ${latencyMs} ms`;
    words.push(
      `Laps from ${lapTime(timeMs.best)} to ${lapTime(timeMs.slowest)}, median ${lapTime(timeMs.median)}; ` +
        `${reversals.toFixed(0)} steering reversals a minute, hands off ${percent(idleShare)}${latency}.`,
    );
    if (flags.length > 0) words.push(`Flagged: ${flags.map(({ kind, laps }) => `${laps} ${kind}`).join(', ')}.`);
  }
  return words;
}

function driverTable({ drivers }: DatasetCard): string[] {
  const rows = drivers.map(({ id, kind, laps, bestMs, hands }) => [
    ...[id, kind ?? '–', String(laps), lapTime(bestMs), hands ? `${hands.keys}/${hands.stick}` : '–'],
  ]);
  return table([['driver', 'kind', 'laps', 'best', 'keys/stick'], ...rows]);
}
