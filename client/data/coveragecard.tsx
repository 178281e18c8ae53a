import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { thinStretches } from '../../shared/dataset/thin.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Coverage } from '../../shared/wire/laps.ts';
import { fetchTrack } from '../connection/api.ts';
import { fetchCoverage, type LapsFilter } from '../connection/data.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Card } from '../view/card.tsx';
import { CoverageCharts } from '../view/charts/coveragecharts.tsx';
import { percentText } from '../view/charts/heatwords.ts';
import { Failed, Loading } from '../view/loading.tsx';
import { useFetched } from '../view/usefetched.ts';
import { driverName } from './drivernames.ts';
import { GrowthCard } from './growthchart.tsx';
import type { Roster } from './roster.ts';

interface CoverageCardProps {
  /** The road that is shown; the filter may be of several. */
  trackId: string;
  /** Null where only one road can be meant. */
  trackName: string | null;
  filter: LapsFilter;
  token: string | undefined;
  roster: Roster;
  /** The one driver the page is narrowed to. */
  chosen: string | undefined;
  onDriver: (id: string | undefined) => void;
  /** Moves when laps were deleted or left out. */
  changes: number;
  /** Stands between the map and what it is made up of. */
  children?: ComponentChildren;
}

const HEIGHT = 230;
const FIRST_DRIVERS = 5;

/** Where the laps of the filter have been, by whom, and how much each further lap added. */
export function CoverageCard(props: CoverageCardProps) {
  const { trackId, trackName, filter, token, roster, chosen, onDriver, changes, children } = props;
  const asked = { ...filter, track: trackId };
  const { state, retry } = useFetched(
    `${JSON.stringify(asked)} ${token} ${changes}`,
    async (signal) => {
      const [track, coverage] = await Promise.all([fetchTrack(trackId), fetchCoverage(asked, token, signal)]);
      return { track, coverage };
    },
    true,
  );
  const now = state.value;
  useEffect(() => {
    if (now.at === 'there') roster.meet(now.value.coverage.drivers.map(({ id }) => id));
  }, [now]);
  const title = trackName === null ? t('data.coverage') : t('data.coverageOf', { track: trackName });
  if (now.at === 'there' && now.value.coverage.laps > 0) {
    return (
      <>
        <Covered title={title} {...now.value} />
        {children}
        <GrowthCard growth={now.value.coverage.growth} />
        <Card title={t('data.byDriver')}>
          <Drivers coverage={now.value.coverage} hues={roster.hues} chosen={chosen} onDriver={onDriver} />
        </Card>
      </>
    );
  }
  return (
    <>
      <Card title={title}>
        {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
        {now.at === 'failed' ? (
          <Failed title={t('data.coverageFailed')} detail={faultText(now.error)} onRetry={retry} />
        ) : null}
        {now.at === 'there' ? <p class="quiet">{t('data.coverageNone')}</p> : null}
      </Card>
      {children}
    </>
  );
}

interface CoveredProps {
  title: string;
  track: Track;
  coverage: Coverage;
}

function Covered({ title, track, coverage }: CoveredProps) {
  const thin = useMemo(() => thinStretches(track, coverage), [track, coverage]);
  return (
    <CoverageCharts title={title} track={track} coverage={coverage} thin={thin} height={HEIGHT}>
      <p class="seen">{seenText(coverage)}</p>
    </CoverageCharts>
  );
}

function seenText({ seen, laps, of }: Coverage): string {
  const all = t('data.seen', { seen: percentText(seen) });
  if (laps >= of) return all;
  return `${all} ${t('data.newestOf', { laps: laps.toLocaleString(), of: of.toLocaleString() })}`;
}

interface DriversProps extends Pick<CoverageCardProps, 'chosen' | 'onDriver'> {
  coverage: Coverage;
  hues: Roster['hues'];
}

/** Who drove how much of it; a click narrows the page to them. */
function Drivers({ coverage, hues, chosen, onDriver }: DriversProps) {
  const all = useSignal(false);
  const ownId = driver.value.driverId;
  const sorted = [...coverage.drivers].sort((a, b) => b.laps - a.laps);
  const shown = all.value ? sorted : sorted.slice(0, FIRST_DRIVERS);
  return (
    <div class="covering">
      <ul>
        {shown.map(({ id, laps, seen }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={id === chosen}
              onClick={() => onDriver(id === chosen ? undefined : id)}
              data-driver={id}
            >
              <Badge driver={hues.get(id) ?? 1} clone={false} size={16} />
              <span class="name">{driverName(id, ownId)}</span>
              <span class="number">{t('data.lapCount', { count: laps })}</span>
              <span class="number">{percentText(seen)}</span>
            </button>
          </li>
        ))}
      </ul>
      {sorted.length > shown.length ? (
        <button type="button" class="button small quiet" onClick={() => (all.value = true)}>
          {t('data.moreDrivers', { count: sorted.length - shown.length })}
        </button>
      ) : null}
    </div>
  );
}
