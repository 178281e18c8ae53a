import { Link } from 'wouter-preact';
import { organiserPath } from '../connection/openedsessions.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { Icon } from '../view/icon.tsx';
import { CopyLine } from './copyline.tsx';
import type { Organiser } from './organiser.ts';

/** The organiser's own link, which is all that says who the organiser is. */
export function SecretCard({ organiser }: { organiser: Organiser }) {
  const { code, token, live } = organiser;
  return (
    <Card title={t('session.secret')} icon="warning">
      <p class="note">{t('session.secretMeans')}</p>
      <CopyLine
        secret
        label={t('session.secretLink')}
        text={location.origin + organiserPath(code, token)}
        testId="secret-link"
      />
      {live.session.template === 'class' ? (
        <Link href={`/letter/${code}`} class="button quiet letter-link">
          <Icon name="table" />
          {t('session.letter')}
        </Link>
      ) : null}
    </Card>
  );
}
