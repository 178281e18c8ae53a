import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { language, t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import type { HudModel } from './hudmodel.ts';
import { Invitation } from './invitation.tsx';
import { Present } from './present.tsx';
import { RaceSettings } from './racesettings.tsx';
import { RefusalLine } from './refusalline.tsx';
import { SaidAloud, SaidLines } from './saidlines.tsx';
import { SayButton, SayWheel } from './saywheel.tsx';
import type { RaceSession } from './session.ts';
import './waiting.css';

/** Before a race with people: how others come in, who is here, what will be raced, and the button that says one may start. */
export function WaitingGrid({ session }: { session: RaceSession }) {
  const { hud, room, track } = session;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="waiting-grid" data-testid="waiting-grid">
      <header class="waiting-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {t('race.grid.title')}
          </h1>
          <p>{t('lobby.race', { track: track.name[language.value], count: hud.laps.value })}</p>
        </div>
        <SayButton session={session} kind="race-tool" />
      </header>
      <div class="waiting-columns">
        <div>
          <Invitation code={room.state.code} />
          <Present session={session} />
        </div>
        <RaceSettings session={session} />
      </div>
      <Go session={session} />
    </div>
  );
}

/** The one thing to do, and for the host the second. */
function Go({ session }: { session: RaceSession }) {
  const [, go] = useLocation();
  const { hud } = session;
  const ready = hud.ready.value;
  return (
    <div class="waiting-go">
      <RefusalLine hud={hud} kind="field-fault" />
      <SayWheel session={session} />
      <SaidLines hud={hud} />
      <SaidAloud hud={hud} />
      <p class="waiting-rule" role="status">
        {ruleText(hud)}
      </p>
      <div class="buttons">
        {session.spectates ? null : (
          <Button kind="primary" disabled={ready} onClick={() => session.ready()} testId="ready">
            {ready ? t('race.isReady') : t('race.ready')}
          </Button>
        )}
        {hud.host.value && hud.people.value > 1 ? (
          <Button onClick={() => session.start()} testId="start-now">
            {t('race.rules.start')}
          </Button>
        ) : null}
        <Button onClick={() => go('/')} testId="leave-grid">
          {t('race.lobby')}
        </Button>
      </div>
    </div>
  );
}

function ruleText({ people, readyPeople }: HudModel): string {
  if (people.value < 2) return t('race.grid.alone');
  return t('race.grid.ready', { ready: readyPeople.value, people: people.value });
}
