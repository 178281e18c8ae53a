import { useEffect, useRef } from 'preact/hooks';
import { ClockPanel } from './clockpanel.tsx';
import { CueSign } from './cuesign.tsx';
import { Guide } from './guide.tsx';
import { InputPanel } from './inputpanel.tsx';
import { KeyLegend } from './keylegend.tsx';
import { isMeeting, Lights } from './lights.tsx';
import { Minimap } from './minimap.tsx';
import { NoticeLine } from './noticeline.tsx';
import { RecorderNotice } from './recordernotice.tsx';
import { RefusalLine } from './refusalline.tsx';
import { RidePanel } from './ridepanel.tsx';
import { RoadStrip } from './roadstrip.tsx';
import { SayButton, SayWheel } from './saywheel.tsx';
import type { RaceSession } from './session.ts';
import { OrganiserLine } from './sessionline.tsx';
import { SpectatorPanel } from './spectatorpanel.tsx';
import { TouchControls } from './touchcontrols.tsx';
import { Tower } from './tower.tsx';
import { WheelNotice } from './wheelnotice.tsx';

const PING_MS = 2000;

/**
 * Everything over the picture: corners only, the middle stays clear.
 *
 * The root's data attributes carry the own car's exact state, each frame (`data-phase data-tick data-lap data-x data-y
 * data-heading data-vx data-vy data-speed data-distance data-corrections`); of the first ghost, x, y and heading
 * at that tick and as drawn (`data-ghost-at data-ghost-drawn`).
 */
export function Hud({ session }: { session: RaceSession }) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    session.report(root.current ?? undefined);
    session.ping();
    const timer = setInterval(() => session.ping(), PING_MS);
    return () => {
      clearInterval(timer);
      session.report(undefined);
    };
  }, [session]);
  return (
    <div class="race-hud" ref={root} data-testid="hud">
      {session.hud.phase.value === 'finished' ? null : <Panels session={session} />}
    </div>
  );
}

function Panels({ session }: { session: RaceSession }) {
  // Nothing is measured yet, and the invitation takes the middle.
  if (session.hud.phase.value === 'waiting' && isMeeting(session)) return <Lights session={session} />;
  return (
    <>
      <Tower hud={session.hud} spectates={session.spectates} />
      <Minimap hud={session.hud} track={session.track}>
        <SayButton session={session} kind="race-tool" />
      </Minimap>
      {session.spectates ? <SpectatorPanel hud={session.hud} /> : <DriverPanels session={session} />}
      <Lights session={session} />
      <NoticeLine hud={session.hud} />
      <OrganiserLine hud={session.hud} />
      <SayWheel session={session} />
      <RefusalLine hud={session.hud} kind="race-panel race-wheel" />
    </>
  );
}

/** What only somebody who drives needs. */
function DriverPanels({ session }: { session: RaceSession }) {
  return (
    <>
      <ClockPanel hud={session.hud} />
      <RoadStrip session={session} />
      <InputPanel hud={session.hud} />
      <KeyLegend hud={session.hud} />
      {session.track.cues.length > 0 ? <CueSign hud={session.hud} /> : null}
      <TouchControls controls={session.controls} />
      {session.hud.ridden.value ? null : <Guide hud={session.hud} />}
      <WheelNotice hud={session.hud} />
      <RidePanel hud={session.hud} controls={session.controls} />
      <RecorderNotice hud={session.hud} />
    </>
  );
}
