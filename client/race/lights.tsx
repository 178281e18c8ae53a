import { raceRequest } from '../connection/request.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import type { RaceSession } from './session.ts';
import { WaitingGrid } from './waitinggrid.tsx';

/** Who is waited for, then three lights that come on second by second and go out together. */
export function Lights({ session }: { session: RaceSession }) {
  const { hud } = session;
  const phase = hud.phase.value;
  if (phase === 'waiting')
    return isMeeting(session) ? <WaitingGrid session={session} /> : <Waiting session={session} />;
  const racing = phase === 'racing';
  if (phase === 'finished' || (racing && hud.tick.value > 70)) return null;
  return (
    <div class={`race-lights ${racing ? 'go' : ''}`} role="status" data-lights={hud.lights.value}>
      {[1, 2, 3].map((light) => (
        <i key={light} class={!racing && hud.lights.value >= light ? 'lit' : ''} />
      ))}
      <span>{racing ? t('race.go') : t('race.getReady')}</span>
    </div>
  );
}

/** Whether this race waits for people who are given its code. */
export const isMeeting = ({ room }: RaceSession): boolean => room.state.code !== '';

function Waiting({ session }: { session: RaceSession }) {
  const { hud } = session;
  const ready = hud.ready.value;
  // Among strangers nobody is asked: it starts by itself.
  if (raceRequest.value.request.quick)
    return (
      <div class="race-waiting race-panel" role="status">
        <p>{t('race.quickWaiting', { count: hud.people.value })}</p>
      </div>
    );
  return (
    <div class="race-waiting race-panel" role="status">
      <p>{t('race.waiting', { ready: hud.readyPeople.value, people: hud.people.value })}</p>
      <Button kind="primary" disabled={ready} onClick={() => session.ready()} testId="ready">
        {ready ? t('race.isReady') : t('race.ready')}
      </Button>
    </div>
  );
}
