import type { DatasetCard as Card_ } from '../../shared/dataset/cardschema.ts';
import type { DatasetReply } from '../../shared/wire/datasets.ts';
import { language, t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { lengthText } from './datasethead.tsx';

/** Who, how, on what terms, and what it cannot show: what anybody should know before using it. */
export function DatasetCard({ dataset, card }: { dataset: DatasetReply; card: Card_ }) {
  return (
    <Card title={t('data.card.title')} class="dataset-card">
      <dl>
        {factsOf(dataset, card).map(([name, text]) => (
          <div key={name}>
            <dt>{t(`data.card.${name}`)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {card.splits.leaks ? <Leak card={card} /> : null}
      <h4>{t('data.card.limits')}</h4>
      {card.limits.length === 0 ? <p class="note">{t('data.card.noLimits')}</p> : null}
      <ul class="limits" data-testid="limits">
        {card.limits.map(({ kind, found }) => (
          <li key={kind}>{t(`data.limit.${kind}`, { count: found, found: limitText(kind, found) })}</li>
        ))}
      </ul>
      <p class="caption mono content-id">{card.id.slice(0, 16)}…</p>
    </Card>
  );
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;
const SHARES: readonly string[] = ['mostlyOneDriver', 'starved', 'unseen'];

function limitText(kind: string, found: number): string {
  if (SHARES.includes(kind)) return percent(found);
  return kind === 'leaks' ? `${found.toFixed(1)}×` : String(found);
}

const day = (iso: string): string => new Date(iso).toLocaleDateString(language.value, { dateStyle: 'medium' });

function factsOf(dataset: DatasetReply, card: Card_): [name: string, text: string][] {
  const { counts, splits, how, consent, quality } = card;
  const people = card.drivers.filter(({ kind }) => kind === 'human').length;
  const scripted = card.drivers.filter(({ kind }) => kind === 'scripted').length;
  const facts: [string, string | null][] = [
    ['who', t('data.card.whoText', { people, scripted })],
    [
      'counts',
      t('data.card.countsText', {
        laps: t('data.lapCount', { count: counts.laps }),
        episodes: t('data.driveCount', { count: counts.episodes }),
        length: lengthText(counts.seconds),
      }),
    ],
    ['when', how && day(how.from) === day(how.to) ? day(how.from) : how ? `${day(how.from)} – ${day(how.to)}` : null],
    ['hands', how ? t('data.card.handsText', how.hands) : null],
    ['consent', consent ? consentText(consent) : null],
    ['licence', card.licence ? t(`data.licence.${LICENCE_KEYS[card.licence]}`) : null],
    ['splits', splitText(card)],
    ['coverage', card.coverage ? t('data.card.coverageText', { seen: percent(card.coverage.seen) }) : null],
    [
      'quality',
      quality
        ? t('data.card.qualityText', {
            best: (quality.timeMs.best / 1000).toFixed(2),
            median: (quality.timeMs.median / 1000).toFixed(2),
          })
        : null,
    ],
    ['physics', t('data.card.physicsText', { version: card.physics, hash: card.trackHash.slice(0, 8) })],
    ['actions', t('data.card.actionsText', { rate: how?.cadenceHz ?? 60 })],
    ['madeOf', card.madeOf ? t(`data.card.made.${card.madeOf.operation}`, { versions: madeOfText(card) }) : null],
    ['leftOut', leftOutText(how)],
    ['madeAt', new Date(dataset.createdAt).toLocaleString(language.value, { dateStyle: 'medium', timeStyle: 'short' })],
  ];
  return facts.filter(
    (fact): fact is [string, string] => fact[1] !== null && (splits.train.length > 0 || fact[0] !== 'splits'),
  );
}

const LICENCE_KEYS = {
  'CC-BY-4.0': 'by',
  'CC-BY-SA-4.0': 'bySa',
  'CC-BY-NC-4.0': 'byNc',
  'CC0-1.0': 'zero',
  none: 'none',
} as const;

function consentText({ people, exported, versions }: NonNullable<Card_['consent']>): string {
  if (people === 0) return t('data.card.noPeople');
  if (versions.length === 0) return t('data.card.consentUnknown', { people, exported });
  return t('data.card.consentText', {
    people,
    exported,
    versions: versions.map(({ version }) => version).join(', '),
  });
}

function splitText({ splits }: Card_): string {
  const { train, validation, kind } = splits;
  return t('data.card.splitText', { train: train.length, held: validation.length, by: t(`data.splitKind.${kind}`) });
}

const madeOfText = ({ madeOf }: Card_): string =>
  (madeOf?.of ?? []).map(({ version, laps }) => t('data.card.parent', { version, laps })).join(', ');

function leftOutText(how: Card_['how']): string | null {
  const left = (how?.leftOut ?? []).filter(({ laps }) => laps > 0);
  if (left.length === 0) return null;
  return left.map(({ reason, laps }) => t(`data.leftOutFor.${reason}`, { count: laps })).join(', ');
}

/** A split by frames exists to show what is wrong with it. */
function Leak({ card }: { card: Card_ }) {
  const { leak } = card.splits;
  return (
    <p class="note warn">
      {t('data.card.leaks')}
      {leak ? ` ${t('data.card.leakProof', { frames: leak.frames.toFixed(4), whole: leak.whole.toFixed(4) })}` : ''}
    </p>
  );
}
