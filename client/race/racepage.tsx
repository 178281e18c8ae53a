import { useMemo } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { watchRace } from '../connection/raceorder.ts';
import { raceRequest } from '../connection/request.ts';
import { language, t } from '../locale/locale.ts';
import { askAgain } from './again.ts';
import { homePath, useCollecting } from './collecting.ts';
import { Failure } from './failure.tsx';
import { Hud } from './hud.tsx';
import { LeaveDialog } from './leavedialog.tsx';
import './page.css';
import './panels.css';
import './instruments.css';
import './signals.css';
import './results.css';
import './legend.css';
import './touch.css';
import './small.css';
import { Results } from './results.tsx';
import type { RaceSession } from './session.ts';
import { useSound } from './sound/usesound.ts';
import { useTargets } from './targets.ts';
import { useKeys } from './usekeys.ts';
import { usePicture } from './usepicture.ts';
import { useRace } from './userace.ts';
import { useRestart } from './userestart.ts';

/** One race from entering it to its results. */
export default function RacePage() {
  const [, go] = useLocation();
  const { stage: now, retry } = useRace();
  const again = (): void => {
    // A server that does not answer is told of when the race is entered.
    if (now.at === 'racing') void askAgain(now.session).then(retry, retry);
  };
  // Whoever mistyped a code finds it there, to be mended.
  const { entry } = raceRequest.value;
  const toLobby = (): void => {
    go(entry.how === 'join' ? `/?code=${entry.code}` : homePath());
  };
  const watch = entry.how === 'join' ? (): void => void watchRace(entry.code).then(retry) : undefined;
  return (
    <main class="race-page" data-theme="asphalt" data-stage={now.at}>
      {now.at === 'joining' ? <Joining /> : null}
      {now.at === 'racing' ? (
        <Race key={now.session.room.roomId} session={now.session} onAgain={again} onRestart={retry} go={go} />
      ) : null}
      {now.at === 'failed' ? (
        <Failure failure={now.failure} detail={now.detail} onRetry={retry} onWatch={watch} onLobby={toLobby} />
      ) : null}
    </main>
  );
}

function Joining() {
  return (
    <div class="race-joining" role="status">
      <div class="race-kerb" />
      <span>{t('race.joining')}</span>
      <small>{t('race.keys')}</small>
    </div>
  );
}

interface RaceProps {
  session: RaceSession;
  onAgain: () => void;
  /** Enter what `raceRequest` asks for now. */
  onRestart: () => void;
  go: (path: string) => void;
}

function Race({ session, onAgain, onRestart, go }: RaceProps) {
  const finished = session.hud.phase.value === 'finished';
  const picture = usePicture(session, finished);
  useSound(session);
  useKeys(session);
  useTargets(session);
  useRestart(session, onRestart);
  useCollecting(session);
  const label = useMemo(() => describe(session), [session]);
  return (
    <>
      <div class="race-canvas" ref={picture} role="img" aria-label={label} />
      <div class="race-vignette" />
      <Hud session={session} />
      <LeaveDialog hud={session.hud} spectates={session.spectates} onLeave={() => go(homePath())} />
      {finished ? (
        <Results
          session={session}
          actions={{
            again: onAgain,
            clone: () => go('/clone'),
            parting: () => go(`/divergence?track=${session.track.id}`),
            lobby: () => go(homePath()),
          }}
        />
      ) : null}
    </>
  );
}

function describe({ track, room }: RaceSession): string {
  return t('race.picture', { track: track.name[language.value], laps: room.state.laps, cars: room.state.cars.size });
}
