import { useLocation } from 'wouter-preact';
import type { TrackRecord } from '../../shared/wire/api.ts';
import type { PolicyReply } from '../connection/replies.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { CarPicture } from '../view/carpicture.tsx';
import { Chip } from '../view/chip.tsx';
import { lapTime } from '../view/laptime.ts';
import { wish } from './wish.ts';

interface OwnCloneProps {
  /** The newest clones on the chosen track, coached first. */
  clones: readonly PolicyReply[];
  record: TrackRecord | undefined;
  trackId: string;
}

/** The driver's clone on the chosen track, or what is missing for one. */
export function OwnClone({ clones, record, trackId }: OwnCloneProps) {
  const [, go] = useLocation();
  const scores = clones[0]?.manifest.scores;
  if (clones.length === 0) {
    return (
      <Card title={t('app.clone')} icon="clone">
        <div class="own-clone">
          <CarPicture driver={1} clone vehicle={wish.value.car} width={132} height={86} />
          <p class="note">{missing(record)}</p>
        </div>
        {record ? (
          <div class="buttons">
            <Button icon="clone" onClick={() => go('/clone')} testId="to-clone">
              {t(record.cleanLaps > 0 ? 'clone.cloneMe' : 'lobby.whatIsMissing')}
            </Button>
          </div>
        ) : null}
      </Card>
    );
  }
  return (
    <Card
      title={t('app.clone')}
      icon="clone"
      aside={<Chip>{t('lobby.fromLaps', { count: clones[0]!.manifest.dataset.laps.length })}</Chip>}
    >
      <div class="own-clone">
        <CarPicture driver={1} clone vehicle={wish.value.car} width={132} height={86} />
        <div>
          <div class="own-score">
            <span class="number">{scores ? `${scores.lapsFinished}/${scores.lapsPlanned}` : '–'}</span>{' '}
            {t('lobby.lapsHome')}
          </div>
          <p class="note">
            {scores?.lapTimeMs ? t('lobby.cloneTime', { time: lapTime(scores.lapTimeMs) }) : t('lobby.cloneNoTime')}
          </p>
        </div>
      </div>
      <div class="buttons">
        <Button icon="clone" onClick={() => go('/clone')}>
          {t('lobby.seeClones')}
        </Button>
        <Button icon="fork" onClick={() => go(`/divergence?track=${trackId}`)}>
          {t('clone.seeParting')}
        </Button>
      </div>
    </Card>
  );
}

function missing(record: TrackRecord | undefined): string {
  if (!record) return t('lobby.noCloneYet');
  if (record.cleanLaps > 0) return t('lobby.canClone', { count: record.cleanLaps });
  return t('lobby.noClean', { count: record.laps });
}
