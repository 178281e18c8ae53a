import { MEDALS, type Medal, type MedalTimes } from '../../shared/race/medals.ts';
import type { Leaderboard } from '../../shared/wire/records.ts';
import { driver } from '../connection/driver.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { lapTime } from '../view/laptime.ts';
import { MedalMark } from '../view/medal.tsx';

/** What each medal asks for on this track in this car, and how far the own best lap is from the next. */
export function Targets({ board }: { board: Leaderboard }) {
  const { medals } = board;
  const own = board.items.find(({ driverId }) => driverId === driver.value.driverId);
  return (
    <div class="records-rail">
      <Card title={t('records.medals')} icon="trophy">
        {medals === null ? (
          <p class="quiet">{t('records.noMedals')}</p>
        ) : (
          <>
            <ul class="records-medals">
              {MEDALS.map((medal) => (
                <li key={medal} class={own && own.lapMs <= medals[medal] ? 'won' : ''}>
                  <MedalMark medal={medal} />
                  <span class="number">{lapTime(medals[medal])}</span>
                </li>
              ))}
            </ul>
            <p class="note">{t('records.medalNote')}</p>
          </>
        )}
      </Card>
      {own && medals ? (
        <Card title={t('records.you')} icon="person">
          <p class="records-best number">{lapTime(own.lapMs)}</p>
          <p class="note">{nextText(own.lapMs, medals)}</p>
        </Card>
      ) : null}
    </div>
  );
}

function nextText(lapMs: number, medals: MedalTimes): string {
  const next: Medal | undefined = [...MEDALS].reverse().find((medal) => lapMs > medals[medal]);
  if (!next) return t('records.allWon');
  return t('records.next', { medal: t(`medal.${next}`), seconds: ((lapMs - medals[next]) / 1000).toFixed(2) });
}
