import { type Signal, useSignal } from '@preact/signals';
import { Link, useLocation } from 'wouter-preact';
import { save } from '../connection/download.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { EvaluationRow } from './evaluationrow.tsx';
import { csvOf, type PolicyRow } from './rows.ts';
import type { PolicyJob } from './training.ts';
import { TrainingRow } from './trainingrow.tsx';

/** As many as the server compares at once. */
const MOST_PICKED = 12;

interface EvaluationTableProps {
  rows: readonly PolicyRow[];
  /** The training of this track that runs now. */
  live: PolicyJob | null;
  trackId: string;
  onChanged: () => void;
}

/** Policies of a track by how they drive, ranked; each estimate with its interval. */
export function EvaluationTable({ rows, live, trackId, onChanged }: EvaluationTableProps) {
  const picked = useSignal<readonly string[]>([]);
  const download = (): void => save(new Blob([csvOf(rows)], { type: 'text/csv' }), `policies-${trackId}.csv`);
  const mostFalls = Math.max(1, ...rows.map(({ judged }) => judged?.result.fallsPerLapInterval[1] ?? 0));
  return (
    <Card class="evaluation-card">
      <header class="card-head">
        <h3>{t('policies.evaluation')}</h3>
        <span class="note">{t('policies.evaluationAside')}</span>
        <ComparePicked picked={picked} />
        <Button size="small" icon="download" disabled={rows.length === 0} onClick={download} testId="policies-csv">
          CSV
        </Button>
      </header>
      {rows.length === 0 && live === null ? (
        <p class="note" data-testid="no-policies">
          {t('policies.none')}
        </p>
      ) : (
        <table class="table evaluation-table">
          <Head />
          <tbody>
            {live ? <TrainingRow job={live} most={mostFalls} /> : null}
            {rows.map((row) => (
              <EvaluationRow key={row.policy.id} row={row} most={mostFalls} picked={picked} onChanged={onChanged} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">
          <span class="visually-hidden">{t('policies.pick')}</span>
        </th>
        <th scope="col" class="right">
          {t('policies.place')}
        </th>
        <th scope="col">{t('policies.policy')}</th>
        <th scope="col">{t('policies.kind')}</th>
        <th scope="col">{t('policies.memoryColumn')}</th>
        <th scope="col" class="right">
          {t('policies.lapsFinished')}
        </th>
        <th scope="col">{t('policies.fallsPerLap')}</th>
        <th scope="col" class="right">
          {t('policies.autonomy')}
        </th>
        <th scope="col" class="right">
          {t('policies.fidelity')}
        </th>
        <th scope="col" class="right">
          {t('policies.pace')}
        </th>
        <th scope="col">
          <span class="visually-hidden">{t('policies.actions')}</span>
        </th>
      </tr>
    </thead>
  );
}

function ComparePicked({ picked }: { picked: Signal<readonly string[]> }) {
  const [, go] = useLocation();
  const count = picked.value.length;
  return (
    <Button
      size="small"
      icon="chart"
      disabled={count < 2 || count > MOST_PICKED}
      onClick={() => go(`/policies/compare?ids=${picked.value.map(encodeURIComponent).join(',')}`)}
      testId="compare-picked"
    >
      {t('policies.compare', { count })}
    </Button>
  );
}

/** Where one finds out more of a policy; `label` tells it from others of that name. */
export const PolicyLink = ({ id, name, label }: { id: string; name: string; label: string }) => (
  <Link href={`/policies/${encodeURIComponent(id)}`} class="policy-link" aria-label={label}>
    {name}
  </Link>
);
