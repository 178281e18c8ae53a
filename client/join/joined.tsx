import { useSignal } from '@preact/signals';
import { Link, useLocation } from 'wouter-preact';
import type { Participant, SessionView } from '../../shared/wire/sessions.ts';
import { faultText } from '../connection/fault.ts';
import { driveForSession } from '../connection/raceorder.ts';
import { language, t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { Chip } from '../view/chip.tsx';
import { lapTime } from '../view/laptime.ts';
import { Goal } from './goal.tsx';
import { Roads } from './roads.tsx';

/** One's own part: how far everybody and oneself have come, what the organiser says, and the way to the road. */
export function Joined(props: { session: SessionView; part: Participant; onChoose: () => void }) {
  const { session, part, onChoose } = props;
  const [, go] = useLocation();
  const trackId = useSignal(session.tracks[0]!);
  const fault = useSignal('');
  const open = session.status === 'open';
  const drive = async (): Promise<void> => {
    fault.value = '';
    try {
      await driveForSession(session, part, trackId.value);
      go('/race');
    } catch (error) {
      fault.value = faultText(error);
    }
  };
  return (
    <div class="join-grid" data-testid="joined">
      {session.progress.reached || session.status === 'closed' ? <Thanks session={session} part={part} /> : null}
      <Card>
        <Who part={part} />
        <Goal session={session} part={part} />
        {session.message ? <Message {...session.message} /> : null}
        {open ? null : (
          <p class="join-paused" role="status">
            {t(session.status === 'paused' ? 'join.paused' : 'join.closedMeans')}
          </p>
        )}
        {session.status === 'closed' ? null : (
          <>
            {session.tracks.length > 1 ? (
              <Roads ids={session.tracks} chosen={trackId.value} onChoose={(id) => (trackId.value = id)} />
            ) : null}
            <button
              type="button"
              class="button hero primary join-drive"
              disabled={!open}
              onClick={() => void drive()}
              data-testid="drive"
            >
              {t('join.drive', { count: session.laps })}
            </button>
          </>
        )}
        {fault.value ? (
          <p role="alert" class="field-fault">
            {fault.value}
          </p>
        ) : null}
        <Afterwards session={session} onChoose={onChoose} />
      </Card>
    </div>
  );
}

function Who({ part }: { part: Participant }) {
  return (
    <div class="join-who">
      <Badge driver={1} clone={false} size={28} />
      <b data-testid="own-nickname">{part.nickname}</b>
      {part.consent.recorded ? (
        <Chip tone="good" icon="record">
          {t('driver.recorded')}
        </Chip>
      ) : (
        <Chip icon="unrecorded">{t('driver.unrecorded')}</Chip>
      )}
      {part.bestLapMs === null ? null : <span class="quiet">{t('join.best', { time: lapTime(part.bestLapMs) })}</span>}
    </div>
  );
}

/** What can be changed, and what becomes of the laps. */
function Afterwards({ session, onChoose }: { session: SessionView; onChoose: () => void }) {
  return (
    <>
      {session.status === 'closed' ? null : (
        <Button kind="quiet" onClick={onChoose} testId="choose-again">
          {t('join.choose')}
        </Button>
      )}
      <Link href="/me" class="button quiet">
        {t('join.toMe')}
      </Link>
      <p class="caption">
        {t(session.eraseAt === null ? 'join.yourRights' : 'join.yourRightsClass', {
          day: session.eraseAt === null ? '' : new Date(session.eraseAt).toLocaleDateString(language.value),
        })}
      </p>
    </>
  );
}

function Thanks({ session, part }: { session: SessionView; part: Participant }) {
  return (
    <section class="join-thanks" role="status" data-testid="thanks">
      <h2>{t('join.thanks')}</h2>
      <p>
        {t(session.progress.reached ? 'join.thanksReached' : 'join.thanksClosed', {
          laps: session.progress.cleanLaps,
          own: part.progress.cleanLaps,
        })}
      </p>
    </section>
  );
}

function Message({ text, at }: { text: string; at: string }) {
  const time = new Date(at).toLocaleTimeString(language.value, { hour: '2-digit', minute: '2-digit' });
  return (
    <blockquote class="join-words" role="status" data-testid="organiser-message">
      <b>{t('join.organiserSaysAt', { time })}</b>
      <p>{text}</p>
    </blockquote>
  );
}
