import { useSignal } from '@preact/signals';
import { Link, useLocation } from 'wouter-preact';
import { carOfHash } from '../../shared/vehicle/cars.ts';
import { driver, driverToken } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { byHeldTokens } from '../connection/held.ts';
import { deletePolicy, downloadPolicy, type PolicyDetail } from '../connection/policies.ts';
import { orderRace } from '../connection/raceorder.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { DeleteQuestion } from '../view/deletequestion.tsx';
import { Icon } from '../view/icon.tsx';
import { ownerText, shortName } from './words.ts';

const LAPS = 3;

interface RaceButtonProps {
  policy: PolicyDetail;
  size?: 'normal' | 'small';
  kind?: 'primary' | 'outlined';
}

/** Straight onto the grid beside it, where its people let one. */
export function RaceButton({ policy, size = 'normal', kind = 'outlined' }: RaceButtonProps) {
  const [, go] = useLocation();
  const fault = useSignal('');
  const car = carOfHash(policy.manifest.vehicleHash)?.id;
  const race = async (): Promise<void> => {
    try {
      await orderRace({ trackId: policy.trackId, car, laps: LAPS, grid: [{ kind: 'policy', id: policy.id }] });
      go('/race');
    } catch (error) {
      fault.value = faultText(error);
    }
  };
  if (!policy.mayRace) return <span class="note">{t('policies.mayNotRace')}</span>;
  return (
    <>
      <Button size={size} kind={kind} icon="flag" onClick={() => void race()} testId="race-policy">
        {t('policies.race')}
      </Button>
      {fault.value ? <span role="alert">{fault.value}</span> : null}
    </>
  );
}

/** What is done with a policy besides racing it. */
export function PolicyActs({ policy, onDeleted }: { policy: PolicyDetail; onDeleted: () => void }) {
  const fault = useSignal('');
  const download = async (): Promise<void> => {
    fault.value = '';
    try {
      await byHeldTokens((token) => downloadPolicy(policy.id, token));
    } catch (error) {
      fault.value = faultText(error);
    }
  };
  return (
    <div class="buttons policy-acts">
      <Link href={`/divergence?policy=${encodeURIComponent(policy.id)}`} class="button small" data-testid="part-policy">
        <Icon name="fork" size={20} />
        {t('policies.part')}
      </Link>
      <Button size="small" icon="download" onClick={() => void download()} testId="download-policy">
        {t('policies.download')}
      </Button>
      {policy.mayDelete && driver.value.driverToken !== null ? (
        <DeleteQuestion
          label={t('policies.delete')}
          title={t('policies.deleteTitle', { policy: `${ownerText(policy)}, ${shortName(policy.manifest)}` })}
          yes={t('policies.deleteNow')}
          onDelete={async () => {
            await deletePolicy(await driverToken(), policy.id);
            onDeleted();
          }}
          size="small"
          testId="delete-policy"
        >
          <p>{t('policies.deleteBody')}</p>
        </DeleteQuestion>
      ) : null}
      {fault.value ? (
        <p class="field-fault" role="alert">
          {fault.value}
        </p>
      ) : null}
    </div>
  );
}
