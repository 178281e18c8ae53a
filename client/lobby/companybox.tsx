import { Link, useLocation } from 'wouter-preact';
import { watchRace } from '../connection/raceorder.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Segmented } from '../view/segmented.tsx';
import { CodeField } from './codefield.tsx';
import { COMPANY, code, company, type Invitation, isOpen } from './company.ts';

const STATUS = 'company-status';

/** What is raced next and with whom: at once, with people who get a code, or in the race whose code one has. */
export function CompanyBox(props: { track: TrackSummary; laps: number; invitation: Invitation }) {
  const { track, laps, invitation } = props;
  const joins = company.value === 'code';
  const race = isOpen(invitation) ? { track, laps: invitation.laps } : { track, laps };
  return (
    <div class="company">
      <div class="company-line">
        {joins && !isOpen(invitation) ? null : (
          <p class={`hero-race ${isOpen(invitation) ? 'invited' : ''}`}>
            {t('lobby.race', { track: race.track.names[language.value], count: race.laps })}
            {isOpen(invitation) ? ` · ${t('together.waiting', { count: invitation.people })}` : ''}
          </p>
        )}
        <Segmented
          label={t('together.title')}
          options={COMPANY.map((value) => ({ value, label: t(`together.${value}`) }))}
          value={company.value}
          onChange={(value) => {
            company.value = value;
          }}
        />
      </div>
      {joins ? <CodeField describedBy={STATUS} /> : null}
      <p id={STATUS} class={`company-status ${isFault(invitation) && joins ? 'fault' : ''}`} role="status">
        {statusText(invitation)}
      </p>
      {joins && invitation === 'session' ? (
        <Link href={`/join/${code.value}`} class="button" data-testid="to-session">
          {t('together.toSession')}
        </Link>
      ) : null}
      {joins && isOpen(invitation) && invitation.state !== 'waiting' ? <Watch code={invitation.code} /> : null}
    </div>
  );
}

/** Who comes too late for a place may still look on. */
function Watch({ code }: { code: string }) {
  const [, go] = useLocation();
  const watch = async (): Promise<void> => {
    await watchRace(code);
    go('/race');
  };
  return (
    <Button icon="users" onClick={() => void watch()} testId="watch">
      {t('together.watch')}
    </Button>
  );
}

const isFault = (invitation: Invitation): boolean =>
  isOpen(invitation) ? invitation.state !== 'waiting' : invitation === 'unknown' || invitation === 'offline';

function statusText(invitation: Invitation): string {
  if (company.value === 'alone') return '';
  if (company.value === 'quick') return t('together.quickMeans');
  if (company.value === 'people') return t('together.peopleMeans');
  return t(`together.invitation.${isOpen(invitation) ? invitation.state : invitation}`);
}
