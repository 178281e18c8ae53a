import type { Profile } from '../../shared/wire/records.ts';
import { nameOf } from '../connection/named.ts';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Card } from '../view/card.tsx';
import { huesOf } from '../view/hues.ts';

type Rival = Profile['rivals'][number];
/** A crowd's clone has nobody's hue. */
const CROWD = 8;

/** People and clones met most often, head to head. */
export function Rivals({ rivals, ownId }: { rivals: readonly Rival[]; ownId: string }) {
  const personOf = ({ kind, driverId, cloneOf }: Rival): string => (kind === 'policy' ? (cloneOf ?? '') : driverId);
  const hues = huesOf([ownId, ...rivals.map(personOf)], ownId);
  return (
    <Card
      title={t('profile.rivals')}
      icon="users"
      class="profile-table"
      aside={rivals.length > 0 ? t('profile.versusLegend') : null}
    >
      {rivals.length === 0 ? <p class="note">{t('profile.noRivals')}</p> : null}
      <ul class="profile-rivals" data-testid="rivals">
        {rivals.map((rival) => (
          <li key={rival.driverId}>
            <Badge driver={hues.get(personOf(rival)) ?? CROWD} clone={rival.kind === 'policy'} size={22} />
            <b class="name">{nameOf(rival, ownId)}</b>
            <HeadToHead {...rival} />
            <small>{t('profile.met', { count: rival.races })}</small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Wins to the left, losses to the right of one bar, with their numbers. */
function HeadToHead({ ahead, behind }: Rival) {
  const share = ahead + behind > 0 ? ahead / (ahead + behind) : 0.5;
  return (
    <span class="versus" role="img" aria-label={t('profile.versus', { ahead, behind })}>
      <span class="number">{ahead}</span>
      <span class="versus-bar">
        <i style={{ width: `${(share * 100).toFixed(0)}%` }} />
      </span>
      <span class="number">{behind}</span>
    </span>
  );
}
