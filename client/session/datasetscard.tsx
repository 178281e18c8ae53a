import { useSignal } from '@preact/signals';
import { Link } from 'wouter-preact';
import { faultText } from '../connection/fault.ts';
import { freezeSession } from '../connection/sessions.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { ExportRow } from './exportrow.tsx';
import type { Organiser } from './organiser.ts';

/** Dataset versions frozen from the session, the newest first, and the button that freezes the next. */
export function DatasetsCard({ organiser }: { organiser: Organiser }) {
  const { datasets, session } = organiser.live;
  const fault = useSignal('');
  const busy = useSignal(false);
  const told = useSignal('');
  const freeze = async (): Promise<void> => {
    busy.value = true;
    fault.value = '';
    try {
      const frozen = await freezeSession(organiser.token, organiser.code, session.name);
      told.value = t('session.frozen', { count: frozen.datasets.length });
      await organiser.renew();
    } catch (error) {
      fault.value = faultText(error);
    }
    busy.value = false;
  };
  return (
    <Card title={t('session.datasets')} icon="database">
      <p class="note">{t(session.progress.cleanLaps === 0 ? 'session.nothingToFreeze' : 'session.freezeMeans')}</p>
      <Button
        kind="primary"
        icon="plus"
        disabled={busy.value || session.progress.cleanLaps === 0}
        onClick={() => void freeze()}
        testId="freeze"
      >
        {t(busy.value ? 'session.freezing' : 'session.freeze')}
      </Button>
      {fault.value ? (
        <p role="alert" class="field-fault">
          {fault.value}
        </p>
      ) : null}
      <p class="visually-hidden" role="status">
        {told.value}
      </p>
      <ul class="dataset-list" data-testid="datasets">
        {datasets.map(({ id, name, version, laps }, k) => (
          <li key={id} data-testid="dataset">
            <Link href={`/data/${id}`}>
              <b>{name}</b> <span class="quiet">{t('session.version', { version })}</span>
            </Link>
            <span class="quiet">{t('session.lapsIn', { count: laps })}</span>
            <ExportRow datasetId={id} token={organiser.token} open={k === 0} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
