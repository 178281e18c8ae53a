import { useSignal } from '@preact/signals';
import { useLocation } from 'wouter-preact';
import type { DatasetEntry, DatasetReply } from '../../shared/wire/datasets.ts';
import type { DatasetDiff } from '../../shared/wire/laps.ts';
import { fetchDatasets, fetchDiff, makeDataset, type NewDataset } from '../connection/data.ts';
import { driver, driverToken } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { Failed, Loading } from '../view/loading.tsx';
import { useFetched } from '../view/usefetched.ts';
import { driverName } from './drivernames.ts';
import { Choice } from './filters.tsx';

interface CompareCardProps {
  dataset: DatasetReply;
  token: string | undefined;
}

/** What differs between this version and another dataset of the road, and new ones made of both. */
export function CompareCard({ dataset, token }: CompareCardProps) {
  const chosen = useSignal('');
  const { state, retry } = useFetched(`${dataset.trackId} ${token}`, (signal) =>
    fetchDatasets({ track: dataset.trackId ?? undefined }, token, signal),
  );
  const now = state.value;
  const others =
    now.at === 'there' ? now.value.filter((entry) => entry.id !== dataset.id && entry.tombstonedAt === null) : [];
  const before = others.find(({ name, version }) => name === dataset.name && version < dataset.version);
  const against = others.find(({ id }) => id === chosen.value) ?? before ?? others[0];
  return (
    <div id="compare">
      <Card title={t('data.compare.title', { version: dataset.version })} class="compare-card">
        {now.at === 'failed' ? (
          <Failed title={t('data.datasetsFailed')} detail={faultText(now.error)} onRetry={retry} />
        ) : null}
        {now.at === 'there' && !against ? <p class="note">{t('data.compare.alone')}</p> : null}
        {against ? (
          <>
            <Choice
              label={t('data.compare.against')}
              value={against.id}
              options={others.map(({ id, name, version, lapCount }) => [
                id,
                t('data.compare.other', { name, version, laps: lapCount }),
              ])}
              onChange={(id) => (chosen.value = id)}
              testId="against"
            />
            <Difference dataset={dataset} against={against} token={token} />
            <Combine dataset={dataset} other={against} token={token} />
          </>
        ) : null}
      </Card>
    </div>
  );
}

function Difference({ dataset, against, token }: CompareCardProps & { against: DatasetEntry }) {
  const { state, retry } = useFetched(
    `${dataset.id} ${against.id}`,
    (signal) => fetchDiff(dataset.id, against.id, token, signal),
    true,
  );
  const now = state.value;
  if (now.at === 'loading') return <Loading text={t('app.loading')} />;
  if (now.at === 'failed') {
    return <Failed title={t('data.compare.failed')} detail={faultText(now.error)} onRetry={retry} />;
  }
  return <Found diff={now.value} />;
}

function Found({ diff }: { diff: DatasetDiff }) {
  const { added, removed, moved, kept, recipe } = diff;
  return (
    <div class="diff" data-testid="diff">
      <dl class="diff-counts">
        <Count name="added" value={added.length} sign="+" />
        <Count name="removed" value={removed.length} sign="−" />
        <Count name="kept" value={kept} sign="" />
        <Count name="moved" value={moved.length} sign="" />
      </dl>
      <ByDriver name="addedBy" laps={added} />
      <ByDriver name="removedBy" laps={removed} />
      {recipe.length > 0 ? (
        <table class="table">
          <caption>{t('data.compare.recipe')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('data.compare.field')}</th>
              <th scope="col">{t('data.compare.before')}</th>
              <th scope="col">{t('data.compare.after')}</th>
            </tr>
          </thead>
          <tbody>
            {recipe.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row" class="mono">
                  {field}
                </th>
                <td class="mono">{valueText(before)}</td>
                <td class="mono">{valueText(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}

function Count({ name, value, sign }: { name: string; value: number; sign: string }) {
  return (
    <div data-diff={name} data-count={value}>
      <dt>{t(`data.compare.${name}`)}</dt>
      <dd class="number">
        {value > 0 ? sign : ''}
        {value}
      </dd>
    </div>
  );
}

function ByDriver({ name, laps }: { name: string; laps: DatasetDiff['added'] }) {
  if (laps.length === 0) return null;
  const counts = new Map<string, number>();
  for (const { driverId } of laps) counts.set(driverId, (counts.get(driverId) ?? 0) + 1);
  const text = [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 6)
    .map(([id, count]) => `${driverName(id, driver.value.driverId)} ${count}`)
    .join(', ');
  return <p class="note">{t(`data.compare.${name}`, { drivers: text })}</p>;
}

/** A recipe's value as it is written; long lists by their length. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '–';
  const list = Array.isArray(value) && (value.length > 3 || typeof value[0] === 'object');
  if (list) return t('data.compare.entries', { count: value.length });
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Merge with the other, or take away what is in it; both stay as they are. */
function Combine({ dataset, other, token }: CompareCardProps & { other: DatasetEntry }) {
  const fault = useSignal('');
  const busy = useSignal(false);
  const [, go] = useLocation();
  const combine = async (operation: 'merge' | 'subtract'): Promise<void> => {
    const made: NewDataset = { name: dataset.name, combine: { operation, of: [dataset.id, other.id] } };
    busy.value = true;
    fault.value = '';
    try {
      const { id } = await makeDataset(token ?? (await driverToken()), made);
      go(`/data/${id}`);
    } catch (error) {
      fault.value = faultText(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <div class="combine">
      <p class="note">{t('data.compare.combineNote', { version: dataset.version })}</p>
      <div class="buttons">
        <Button size="small" icon="plus" disabled={busy.value} onClick={() => void combine('merge')} testId="merge">
          {t('data.compare.merge')}
        </Button>
        <Button
          size="small"
          icon="minus"
          disabled={busy.value}
          onClick={() => void combine('subtract')}
          testId="subtract"
        >
          {t('data.compare.subtract')}
        </Button>
      </div>
      {fault.value ? (
        <p class="field-fault" role="alert">
          {fault.value}
        </p>
      ) : null}
    </div>
  );
}
