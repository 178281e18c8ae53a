import { t } from '../locale/locale.ts';
import type { HudModel } from './hudmodel.ts';
import { lapText } from './timetext.ts';

/** One line under the clock: the connection first, then what just happened to the car. Also the live region. */
export function NoticeLine({ hud }: { hud: HudModel }) {
  const line = noticeText(hud);
  return (
    <>
      {line ? (
        <div class={`race-notice ${line.kind}`} data-testid="notice">
          {line.text}
        </div>
      ) : null}
      <div class="race-live" aria-live="polite">
        {announcementText(hud)}
      </div>
    </>
  );
}

function noticeText(hud: HudModel): { text: string; kind: 'bad' | 'warn' | 'good' | 'plain' } | undefined {
  if (hud.connection.value === 'dropped') return { text: t('race.reconnecting'), kind: 'bad' };
  switch (hud.notice.value) {
    case 'home':
      return { text: t('race.home'), kind: 'good' };
    case 'wrongSide':
      return { text: t('cue.wrongSide'), kind: 'warn' };
    case 'offTrack':
      return { text: t('race.offTrack'), kind: 'warn' };
    case 'respawned':
      return { text: t('race.respawned'), kind: 'warn' };
    case 'bestLap':
      return { text: t('race.bestLapDone', { time: lapText(hud.lastMs.value) }), kind: 'good' };
    case 'lapDone':
      return { text: t('race.lapDone', { time: lapText(hud.lastMs.value) }), kind: 'plain' };
    default:
      return undefined;
  }
}

function announcementText(hud: HudModel): string {
  const [position, cars, lap] = hud.announcement.value.split('/');
  return lap ? t('race.announce', { position, cars, lap }) : '';
}
