import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';

/** Before the first training: what the two clones are. */
export function WhatItIs() {
  return (
    <div class="two">
      <Card title={t('clone.copy')} icon="clone">
        <p>{t('clone.copyLong')}</p>
      </Card>
      <Card title={t('clone.coached')} icon="clone">
        <p>{t('clone.coachedLong')}</p>
      </Card>
    </div>
  );
}
