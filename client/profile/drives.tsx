import { type Signal, useSignal } from '@preact/signals';
import { Link } from 'wouter-preact';
import type { Forgotten, Kept } from '../../shared/wire/rights.ts';
import { faultText } from '../connection/fault.ts';
import { type Drive, deleteDrive, fetchDrives } from '../connection/rights.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { DeleteQuestion } from '../view/deletequestion.tsx';
import { lapTime } from '../view/laptime.ts';
import { Failed, Loading } from '../view/loading.tsx';
import { useFetched } from '../view/usefetched.ts';
import { momentText } from './day.ts';

interface DrivesProps {
  token: string;
  kept: Kept;
  trackName: (id: string) => string;
  went: Signal<Forgotten | null>;
  onChange: () => void;
}

/** Every drive that is kept, the newest first, page by page; each can be watched, and deleted by itself. */
export function Drives({ token, kept, trackName, went, onChange }: DrivesProps) {
  const after = useSignal<string | null>(null);
  const earlier = useSignal<Drive[]>([]);
  const key = `${token} ${after.value} ${kept.episodes}`;
  const { state, retry } = useFetched(key, (signal) => fetchDrives(token, kept.driverId, after.value, signal), true);
  const now = state.value;
  if (kept.episodes === 0) return null;
  const remove = async (drive: Drive): Promise<void> => {
    const gone = await deleteDrive(token, drive.id).catch((error: unknown) => {
      throw new Error(faultText(error));
    });
    earlier.value = [];
    after.value = null;
    went.value = gone;
    onChange();
  };
  return (
    <Card title={t('rights.drives')} icon="film" class="profile-table" aside={t('rights.drivesAside')}>
      {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
      {now.at === 'failed' ? (
        <Failed title={t('profile.failed')} detail={faultText(now.error)} onRetry={retry} />
      ) : null}
      {now.at === 'there' ? (
        <>
          <ul class="drives" data-testid="drives">
            {[...earlier.value, ...now.value.items].map((drive) => (
              <DriveRow key={drive.id} drive={drive} track={trackName(drive.trackId)} onDelete={() => remove(drive)} />
            ))}
          </ul>
          {now.value.next === null ? null : (
            <Button
              onClick={() => {
                earlier.value = [...earlier.value, ...now.value.items];
                after.value = now.value.next;
              }}
            >
              {t('rights.more')}
            </Button>
          )}
        </>
      ) : null}
    </Card>
  );
}

function DriveRow({ drive, track, onDelete }: { drive: Drive; track: string; onDelete: () => Promise<void> }) {
  const clean = drive.laps.filter((lap) => lap.clean && !lap.partial);
  const best = clean.length === 0 ? null : Math.min(...clean.map(({ timeMs }) => timeMs));
  const when = momentText(drive.startedAt);
  const query = new URLSearchParams({ episode: drive.id, driver: drive.driver.id });
  return (
    <li>
      <div class="drive-words">
        <b>{track}</b>
        <small>
          {when} · {t(`car.${drive.vehicle}.name`)}
        </small>
      </div>
      <span class="drive-laps">
        {t('rights.laps', { count: drive.laps.length })}
        <small>{best === null ? t('profile.noCleanLap') : lapTime(best)}</small>
      </span>
      <span class="drive-acts">
        <Link href={`/theatre?${query}`} class="button small quiet" aria-label={t('rights.watchOf', { track, when })}>
          {t('rights.watch')}
        </Link>
        <DeleteQuestion
          label={t('rights.delete')}
          title={t('rights.deleteDrive', { track, when })}
          yes={t('rights.deleteNow')}
          size="small"
          onDelete={onDelete}
          testId="delete-drive"
        >
          <p>{t('rights.driveGoes', { count: drive.laps.length })}</p>
        </DeleteQuestion>
      </span>
    </li>
  );
}
