import { Link } from 'wouter-preact';
import { MEDALS, type Medal, medalOf } from '../../shared/race/medals.ts';
import { t } from '../locale/locale.ts';
import { Chip } from '../view/chip.tsx';
import { lapTime } from '../view/laptime.ts';
import '../view/medal.css';
import { MedalMark } from '../view/medal.tsx';
import { nameOf } from './drivers.ts';
import type { RaceSession } from './session.ts';
import type { Targets } from './targets.ts';

/** What the own best clean lap won: a medal, a new best, the record; and how far the ghosts were. */
export function ResultMedal({ session }: { session: RaceSession }) {
  const { hud } = session;
  const targets = hud.targets.value;
  const bestMs = hud.bestCleanMs.value;
  const ghosts = ghostGaps(session);
  const replay = new URLSearchParams({ race: session.room.state.raceId, car: session.room.sessionId });
  if (session.spectates || (targets === null && ghosts.length === 0 && !hud.recorded.value)) return null;
  const medal = targets?.medals && bestMs > 0 ? medalOf(bestMs, targets.medals) : null;
  return (
    <div class="race-won" data-testid="result-medal" data-medal={medal ?? ''} data-clean-ms={bestMs}>
      {medal ? <MedalMark medal={medal} size={30} /> : null}
      {targets?.medals ? <span>{medalText(bestMs, medal, targets.medals)}</span> : null}
      {targets && hud.recorded.value ? <Best bestMs={bestMs} targets={targets} /> : null}
      {ghosts.map(({ name, ms }) => (
        <span key={name} data-ghost-ms={ms}>
          <Chip tone="outlined">
            {t(ms <= 0 ? 'ghost.beaten' : 'ghost.behind', { name, seconds: (Math.abs(ms) / 1000).toFixed(2) })}
          </Chip>
        </span>
      ))}
      {hud.recorded.value ? (
        <Link href={`/theatre?${replay}`} data-testid="watch-again">
          {t('ghost.watchAgain')}
        </Link>
      ) : null}
    </div>
  );
}

/** A lap that is kept may be a new best of whoever drove it, or of the track. */
function Best({ bestMs, targets: { ownMs, trackMs } }: { bestMs: number; targets: Targets }) {
  if (bestMs === 0) return null;
  if (trackMs === null || bestMs < trackMs) return <Chip tone="good">{t('ghost.record')}</Chip>;
  if (ownMs === null) return <Chip tone="good">{t('ghost.firstBest')}</Chip>;
  if (bestMs >= ownMs) return null;
  return <Chip tone="good">{t('ghost.newBest', { seconds: ((ownMs - bestMs) / 1000).toFixed(2) })}</Chip>;
}

function medalText(bestMs: number, medal: Medal | null, times: NonNullable<Targets['medals']>): string {
  if (bestMs === 0) return t('ghost.noCleanLap');
  const next = MEDALS[(medal ? MEDALS.indexOf(medal) : MEDALS.length) - 1];
  if (!next) return t('ghost.all', { time: lapTime(bestMs) });
  const words = {
    time: lapTime(bestMs),
    medal: t(`medal.${next}`),
    seconds: ((bestMs - times[next]) / 1000).toFixed(2),
  };
  return t('ghost.next', words);
}

/** A ghost's name, and by how much the own best lap was slower than its; faster is negative. */
interface GhostGap {
  name: string;
  ms: number;
}

/**
 * Flying laps are compared with the ghost's best flying lap; a race of one lap from the grid with what it had at its
 * end, where the two were side by side on the clock.
 */
function ghostGaps(session: RaceSession): GhostGap[] {
  const { room, gaps } = session;
  const own = room.state.cars.get(room.sessionId);
  const found: GhostGap[] = [];
  room.state.cars.forEach((car, id) => {
    if (car.kind !== 'ghost' || !own) return;
    const flown = session.hud.bestFlyingMs.value;
    const last = gaps.along(room.sessionId, id).findLast((seconds) => !Number.isNaN(seconds));
    const ms =
      flown > 0 && car.bestLapMs > 0
        ? flown - car.bestLapMs
        : room.state.laps === 1 && last !== undefined
          ? last * 1000
          : null;
    if (ms !== null) found.push({ name: nameOf(car), ms: Math.round(ms) });
  });
  return found;
}
