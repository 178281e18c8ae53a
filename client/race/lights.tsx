import { raceRequest } from '../connection/request.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import type { HudModel } from './hudmodel.ts';
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

function waitingText({ readyPeople, people }: HudModel): string {
  if (raceRequest.value.request.quick) return t('race.quickWaiting', { count: people.value });
  return t('race.waiting', { ready: readyPeople.value, people: people.value });
}

function Waiting({ session }: { session: RaceSession }) {
  const { hud } = session;
  const ready = hud.ready.value;
  return (
    <div class="race-waiting race-panel" role="status">
      <p>{waitingText(hud)}</p>
      <Button kind="primary" disabled={ready} onClick={() => session.ready()} testId="ready">
        {ready ? t('race.isReady') : t('race.ready')}
      </Button>
    </div>
  );
}
