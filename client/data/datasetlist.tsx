import { useSignal } from '@preact/signals';
import { Link } from 'wouter-preact';
import type { DatasetEntry } from '../../shared/wire/datasets.ts';
import { fetchDatasets } from '../connection/data.ts';
import { faultText } from '../connection/fault.ts';
import { language, t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { Failed, Loading } from '../view/loading.tsx';
import { useFetched } from '../view/usefetched.ts';

const FIRST = 6;

interface DatasetListProps {
  title: string;
  filter: { name?: string; track?: string };
  token: string | undefined;
  /** Which one the page shows. */
  shown?: string;
  /** Stands where there are none. */
  none: string;
  /** Says the name of each, and not only its version. */
  named: boolean;
  /** Moves when laps are gone: a version that held them is then a tombstone. */
  changes: number;
}

/** Versions of datasets, the newest first, with what each has over the one before. */
export function DatasetList({ title, filter, token, shown, none, named, changes }: DatasetListProps) {
  const all = useSignal(false);
  const { state, retry } = useFetched(
    `${JSON.stringify(filter)} ${token} ${shown} ${changes}`,
    (signal) => fetchDatasets(filter, token, signal),
    true,
  );
  const now = state.value;
  const list = now.at === 'there' ? now.value : [];
  const some = all.value ? list : list.slice(0, FIRST);
  return (
    <Card title={title} class="dataset-list">
      {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
      {now.at === 'failed' ? (
        <Failed title={t('data.datasetsFailed')} detail={faultText(now.error)} onRetry={retry} />
      ) : null}
      {now.at === 'there' && list.length === 0 ? <p class="note">{none}</p> : null}
      <ol data-testid="datasets">
        {some.map((entry) => (
          <Line key={entry.id} entry={entry} on={entry.id === shown} named={named} />
        ))}
      </ol>
      {list.length > some.length ? (
        <Button size="small" kind="quiet" onClick={() => (all.value = true)}>
          {t('data.allDatasets', { count: list.length })}
        </Button>
      ) : null}
    </Card>
  );
}

function Line({ entry, on, named }: { entry: DatasetEntry; on: boolean; named: boolean }) {
  const when = new Date(entry.createdAt).toLocaleString(language.value, { dateStyle: 'short', timeStyle: 'short' });
  const gone = entry.tombstonedAt !== null;
  return (
    <li>
      <Link href={`/data/${entry.id}`} class={on ? 'on' : ''} aria-current={on ? 'page' : undefined}>
        <b class="number">{t('data.version', { version: entry.version })}</b>
        <span class="what">
          {named ? <b>{gone ? t('data.goneName') : entry.name}</b> : null}
          <small>{gone ? t('data.goneShort') : sinceText(entry)}</small>
          <small class="when">{when}</small>
        </span>
        <span class="number count">{gone ? '–' : entry.lapCount}</span>
      </Link>
    </li>
  );
}

/** What came and went since the version before. */
export function sinceText({ since, lapCount }: Pick<DatasetEntry, 'since' | 'lapCount'>): string {
  if (!since) return t('data.since.first', { count: lapCount });
  const { added, removed } = since;
  if (added === 0 && removed === 0) return t('data.since.same', { version: since.version });
  const parts = [
    ...(added > 0 ? [t('data.since.added', { count: added })] : []),
    ...(removed > 0 ? [t('data.since.removed', { count: removed })] : []),
  ];
  return parts.join(', ');
}
