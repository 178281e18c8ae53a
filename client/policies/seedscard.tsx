import type { PolicyDetail } from '../connection/policies.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';

/** Every training that stood for choice: loss beside laps driven, since they disagree. */
export function SeedsCard({ policy }: { policy: PolicyDetail }) {
  const { chosenFrom, seed } = policy.manifest;
  if (chosenFrom.length === 0) return null;
  return (
    <Card title={t('policies.seedsTitle')} class="seeds-card">
      <p class="note">{t('policies.seedsBody')}</p>
      <table class="table" data-testid="seeds">
        <thead>
          <tr>
            <th scope="col">{t('policies.seed')}</th>
            <th scope="col" class="right">
              {t('policies.trainLoss')}
            </th>
            <th scope="col" class="right">
              {t('policies.heldOutLoss')}
            </th>
            <th scope="col" class="right">
              {t('policies.fallsPerLap')}
            </th>
          </tr>
        </thead>
        <tbody>
          {chosenFrom.map((one) => (
            <tr key={one.seed} class={one.seed === seed ? 'selected' : ''}>
              <th scope="row">
                {one.seed}
                {one.seed === seed ? <b> · {t('policies.chosen')}</b> : null}
              </th>
              <td class="right number">{one.trainLoss.toPrecision(3)}</td>
              <td class="right number">{one.validationLoss?.toPrecision(3) ?? '–'}</td>
              <td class="right number">{one.scores ? one.scores.fallsPerLap.toFixed(2) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
