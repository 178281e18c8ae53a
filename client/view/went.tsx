import type { Forgotten } from '../../shared/wire/rights.ts';
import { t } from '../locale/locale.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** After a deletion: what went, what goes when a race ends, and what nobody can call back. Null shows nothing. */
export function Went({ forgotten, onClose }: { forgotten: Forgotten | null; onClose: () => void }) {
  return (
    <Dialog open={forgotten !== null} title={t('rights.went')} onClose={onClose}>
      {forgotten ? (
        <div data-testid="went">
          <Numbers {...forgotten} />
          {forgotten.gone.datasets.length > 0 ? (
            <Ids title="rights.wentDatasets" ids={forgotten.gone.datasets} />
          ) : null}
          {forgotten.gone.policies.length > 0 ? (
            <Ids title="rights.wentPolicies" ids={forgotten.gone.policies} />
          ) : null}
          {forgotten.pending.length > 0 ? <p>{t('rights.pending')}</p> : null}
          <p>{t('rights.copies')}</p>
        </div>
      ) : null}
      <div class="buttons">
        <Button onClick={onClose}>{t('rights.understood')}</Button>
      </div>
    </Dialog>
  );
}

const COUNTED = ['laps', 'episodes', 'datasets', 'policies'] as const;

/** How many of each. */
export function Numbers(counts: Pick<Forgotten, (typeof COUNTED)[number]>) {
  return (
    <dl class="rights-numbers">
      {COUNTED.map((what) => (
        <div key={what}>
          <dt>{t(`rights.count.${what}`)}</dt>
          <dd class="number">{counts[what]}</dd>
        </div>
      ))}
    </dl>
  );
}

function Ids({ title, ids }: { title: 'rights.wentDatasets' | 'rights.wentPolicies'; ids: readonly string[] }) {
  return (
    <p class="note">
      {t(title)} <span class="mono">{ids.join(', ')}</span>
    </p>
  );
}
