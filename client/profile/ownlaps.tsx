import { Link } from 'wouter-preact';
import type { Profile } from '../../shared/wire/records.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { lapTime } from '../view/laptime.ts';
import { MedalMark } from '../view/medal.tsx';

type Row = Profile['laps'][number];

interface OwnLapsProps {
  laps: readonly Row[];
  driverId: string;
  trackName: (id: string) => string;
}

/** By track and car: how much, how fast, which medal, and what the next one asks for. */
export function OwnLaps({ laps, driverId, trackName }: OwnLapsProps) {
  return (
    <Card title={t('profile.laps')} icon="flag" class="profile-table">
      <table class="table" data-testid="own-laps">
        <thead>
          <tr>
            <th scope="col">{t('profile.track')}</th>
            <th scope="col" class="right">
              {t('profile.lapCount')}
            </th>
            <th scope="col" class="right">
              {t('profile.best')}
            </th>
            <th scope="col">{t('profile.medal')}</th>
            <th scope="col">
              <span class="visually-hidden">{t('profile.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {laps.map((row) => (
            <Line key={`${row.trackId} ${row.car}`} row={row} driverId={driverId} track={trackName(row.trackId)} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

interface LineProps {
  row: Row;
  driverId: string;
  track: string;
}

function Line({ row, driverId, track }: LineProps) {
  const { trackId, car, laps, cleanLaps, races, bestLapMs, medal, place } = row;
  const records = new URLSearchParams({ track: trackId, car });
  return (
    <tr>
      <th scope="row">
        <b>{track}</b>
        <small>{t('profile.inCar', { car: t(`car.${car}.name`), count: races })}</small>
      </th>
      <td class="right laps">
        <b class="number">{laps}</b>
        <small>{t('profile.clean', { count: cleanLaps })}</small>
      </td>
      <td class="right best">
        <b class="number">{bestLapMs === null ? '–' : lapTime(bestLapMs)}</b>
        {place === null ? null : <small>{t('profile.place', { place })}</small>}
      </td>
      <td class="won">
        {medal ? <MedalMark medal={medal} /> : null}
        <small>{nextText(row)}</small>
      </td>
      <td class="acts">
        <Link href={`/records?${records}`} class="button small" aria-label={t('profile.recordsOf', { track })}>
          {t('profile.records')}
        </Link>
        <WatchBest row={row} driverId={driverId} track={track} />
      </td>
    </tr>
  );
}

function WatchBest({ row, driverId, track }: LineProps) {
  if (row.bestEpisodeId === null) return null;
  const query = new URLSearchParams({ episode: row.bestEpisodeId, driver: driverId });
  return (
    <Link href={`/theatre?${query}`} class="button small quiet" aria-label={t('profile.watchOf', { track })}>
      {t('profile.watch')}
    </Link>
  );
}

/** The next medal and how far it is, as far as there is one. */
function nextText({ bestLapMs, nextMedal }: Row): string {
  if (nextMedal === null) return '';
  const medal = t(`medal.${nextMedal.medal}`);
  if (bestLapMs === null) return t('profile.firstMedal', { medal, time: lapTime(nextMedal.timeMs) });
  return t('profile.nextMedal', { medal, seconds: ((bestLapMs - nextMedal.timeMs) / 1000).toFixed(2) });
}
