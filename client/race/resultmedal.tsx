import { Link } from 'wouter-preact';
import { type Medal, type MedalTimes, medalOf } from '../../shared/race/medals.ts';
import { t } from '../locale/locale.ts';
import { Chip } from '../view/chip.tsx';
import { lapTime } from '../view/laptime.ts';
import '../view/medal.css';
import { MedalMark } from '../view/medal.tsx';
import { nameOf } from './drivers.ts';
import type { RaceSession } from './session.ts';
import type { Targets } from './targets.ts';
import { behindGhost, newBest, nextMedal } from './won.ts';

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
          <Chip tone="outlined">{t(ms <= 0 ? 'ghost.beaten' : 'ghost.behind', { name, seconds: seconds(ms) })}</Chip>
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
function Best({ bestMs, targets }: { bestMs: number; targets: Targets }) {
  const best = newBest(bestMs, targets);
  if (best === null) return null;
  const text = best.kind === 'better' ? t('ghost.newBest', { seconds: seconds(best.ms) }) : t(`ghost.${best.kind}`);
  return <Chip tone="good">{text}</Chip>;
}

const seconds = (ms: number): string => (Math.abs(ms) / 1000).toFixed(2);

function medalText(bestMs: number, medal: Medal | null, times: MedalTimes): string {
  if (bestMs === 0) return t('ghost.noCleanLap');
  const time = lapTime(bestMs);
  const next = nextMedal(bestMs, medal, times);
  if (!next) return t('ghost.all', { time });
  return t('ghost.next', { time, medal: t(`medal.${next.medal}`), seconds: seconds(next.ms) });
}

/** Every ghost by name, and by how much the own best lap was slower than its; faster is negative. */
function ghostGaps({ room, gaps, hud }: RaceSession): { name: string; ms: number }[] {
  const found: { name: string; ms: number }[] = [];
  const own = { bestFlyingMs: hud.bestFlyingMs.value, laps: room.state.laps };
  room.state.cars.forEach((car, id) => {
    if (car.kind !== 'ghost') return;
    const ms = behindGhost(own, car.bestLapMs, gaps.along(room.sessionId, id));
    if (ms !== null) found.push({ name: nameOf(car), ms });
  });
  return found;
}
