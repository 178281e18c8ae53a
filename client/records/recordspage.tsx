import { useMemo } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import { CARS } from '../../shared/vehicle/cars.ts';
import type { Leaderboard } from '../../shared/wire/records.ts';
import { fetchLeaderboard, fetchTracks } from '../connection/api.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Failed, Loading } from '../view/loading.tsx';
import '../view/medal.css';
import { Segmented } from '../view/segmented.tsx';
import { useFetched } from '../view/usefetched.ts';
import { Board } from './board.tsx';
import { queryOf, type RecordsQuery, recordsPath, WHO } from './query.ts';
import './records.css';
import { Targets } from './targets.tsx';

/** Who was fastest: one track, one car, whole laps or one sector, people and clones apart or together. */
export default function RecordsPage() {
  const search = useSearch();
  const query = useMemo(() => queryOf(search), [search]);
  const [, go] = useLocation();
  const choose = (part: Partial<RecordsQuery>): void => go(recordsPath({ ...query, ...part }), { replace: true });
  const tracks = useFetched('tracks', fetchTracks);
  const board = useFetched(recordsPath(query), (signal) => fetchLeaderboard(query, signal), true);
  const known = tracks.state.value.at === 'there' ? tracks.state.value.value : [];
  const now = board.state.value;
  const track = known.find(({ id }) => id === query.track);
  return (
    <>
      <AppBar theme="asphalt" name={driver.value.name} />
      <main id="main" tabIndex={-1} class="page records">
        <div class="page-head">
          <h1>{t('records.title', { track: track?.names[language.value] ?? query.track })}</h1>
        </div>
        <Choosers query={query} tracks={known} sectors={now.at === 'there' ? now.value.sectors : 0} choose={choose} />
        {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
        {now.at === 'failed' ? (
          <Failed title={t('records.failed')} detail={faultText(now.error)} onRetry={board.retry} />
        ) : null}
        {now.at === 'there' ? <Found board={now.value} query={query} /> : null}
      </main>
    </>
  );
}

function Found({ board, query }: { board: Leaderboard; query: RecordsQuery }) {
  return (
    <div class="records-grid">
      <Board board={board} query={query} />
      <Targets board={board} />
    </div>
  );
}

interface ChoosersProps {
  query: RecordsQuery;
  tracks: readonly TrackSummary[];
  sectors: number;
  choose: (part: Partial<RecordsQuery>) => void;
}

function Choosers({ query, tracks, sectors, choose }: ChoosersProps) {
  const parts = ['lap', ...Array.from({ length: sectors }, (_, k) => String(k + 1))];
  return (
    <div class="records-choosers">
      <div class="field">
        <label class="caption" for="records-track">
          {t('records.track')}
        </label>
        <select
          id="records-track"
          value={query.track}
          onChange={(event) => choose({ track: event.currentTarget.value, sector: undefined })}
        >
          {tracks.map(({ id, names }) => (
            <option key={id} value={id} selected={id === query.track}>
              {names[language.value]}
            </option>
          ))}
        </select>
      </div>
      <Segmented
        label={t('records.car')}
        labelled
        options={[...CARS.keys()].map((value) => ({ value, label: t(`car.${value}.name`) }))}
        value={query.car}
        onChange={(car) => choose({ car })}
      />
      <Segmented
        label={t('records.who')}
        labelled
        options={WHO.map((value) => ({ value, label: t(`records.whose.${value}`) }))}
        value={query.who}
        onChange={(who) => choose({ who })}
      />
      {sectors > 1 ? (
        <Segmented
          label={t('records.part')}
          labelled
          options={parts.map((value) => ({
            value,
            label: value === 'lap' ? t('records.lap') : t('records.sector', { number: value }),
          }))}
          value={query.sector === undefined ? 'lap' : String(query.sector)}
          onChange={(value) => choose({ sector: value === 'lap' ? undefined : Number(value) })}
        />
      ) : null}
    </div>
  );
}
