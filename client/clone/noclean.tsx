import type { TrackRecord } from '../../shared/wire/api.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';

interface NoCleanProps {
  record: TrackRecord;
  trackName: string;
  /** Whether this track is the oval itself, which then cannot be the way out. */
  oval: boolean;
  onRace: (trackId: string) => void;
}

/** Laps, but none clean: which corner is in the way, and the easier track. */
export function NoClean({ record, trackName, oval, onRace }: NoCleanProps) {
  const { trouble, laps, trackId } = record;
  return (
    <Card title={t('clone.noCleanTitle')} icon="warning">
      <p>{t('clone.noClean', { count: laps, track: trackName })}</p>
      <p>
        <b>{trouble ? t('clone.trouble', { corner: trouble.corner, count: trouble.times }) : t('clone.noTrouble')}</b>
      </p>
      <p class="note">{t('clone.cleanMeans')}</p>
      <div class="buttons">
        {oval ? null : (
          <Button kind="primary" icon="flag" onClick={() => onRace('oval')} testId="drive-oval">
            {t('clone.driveOval')}
          </Button>
        )}
        <Button kind={oval ? 'primary' : 'outlined'} icon="flag" onClick={() => onRace(trackId)}>
          {t('clone.driveAgain', { track: trackName })}
        </Button>
      </div>
    </Card>
  );
}
