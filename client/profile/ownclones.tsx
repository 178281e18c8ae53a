import { Link } from 'wouter-preact';
import type { Profile } from '../../shared/wire/records.ts';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Card } from '../view/card.tsx';
import { lapTime } from '../view/laptime.ts';

type Clone = Profile['clones'][number];

/** Clones of whoever looks, the newest first, with how they drove. */
export function OwnClones({ clones, trackName }: { clones: readonly Clone[]; trackName: (id: string) => string }) {
  return (
    <Card title={t('profile.clones')} icon="clone">
      {clones.length === 0 ? <p class="note">{t('profile.noClones')}</p> : null}
      <ul class="profile-clones">
        {clones.map((clone) => (
          <li key={clone.policyId}>
            <Badge driver={1} clone size={26} />
            <div>
              <b>{t('profile.cloneOn', { kind: t(`profile.${clone.kind}`), track: trackName(clone.trackId) })}</b>
              <p class="note">{scoreText(clone)}</p>
              <p class="note">{raceText(clone)}</p>
              <Link href={`/divergence?track=${clone.trackId}`}>{t('profile.parting')}</Link>
            </div>
          </li>
        ))}
      </ul>
      <Link href="/clone" class="button">
        {t(clones.length === 0 ? 'profile.makeClone' : 'profile.toClones')}
      </Link>
    </Card>
  );
}

/** As it drove when it was chosen. */
function scoreText({ scores }: Clone): string {
  if (scores === null) return t('profile.noScores');
  const { lapsFinished, lapsPlanned, fallsPerLap } = scores;
  return t('profile.scores', { finished: lapsFinished, planned: lapsPlanned, falls: fallsPerLap.toFixed(2) });
}

function raceText({ races, bestLapMs }: Clone): string {
  if (races === 0) return t('profile.neverRaced');
  const best = bestLapMs === null ? t('profile.noCleanLap') : lapTime(bestLapMs);
  return t('profile.raced', { count: races, best });
}
