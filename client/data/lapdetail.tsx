import { Link } from 'wouter-preact';
import { TICK_HZ } from '../../shared/units/units.ts';
import type { LapRow } from '../../shared/wire/laps.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Icon } from '../view/icon.tsx';
import { reasonsOf, secondsText } from './flagwords.ts';
import { watchPath } from './laprow.tsx';

export type LapAct = 'flag' | 'leaveOut' | 'takeBack' | 'delete';

interface LapDetailProps {
  row: LapRow;
  /** It is one's own, or of a session that one opened. */
  mine: boolean;
  onAct: (act: LapAct, row: LapRow) => void;
}

/** Everything that is known of a lap, and what can be done with it. */
export function LapDetail({ row, mine, onAct }: LapDetailProps) {
  const reasons = reasonsOf(row);
  return (
    <div class="lap-detail" data-testid="lap-detail">
      <div class="lap-reasons">
        <h4>{t(reasons.length > 0 ? 'data.whyFlagged' : 'data.nothingFound')}</h4>
        {reasons.length > 0 ? (
          <ul>
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        ) : (
          <p>{t('data.nothingFoundBody')}</p>
        )}
      </div>
      <dl class="lap-numbers">
        {numbersOf(row).map(([name, value]) => (
          <div key={name}>
            <dt>{t(`data.number.${name}`)}</dt>
            <dd class="number">{value}</dd>
          </div>
        ))}
      </dl>
      <div class="lap-acts">
        <Link href={watchPath(row)} class="button small">
          <Icon name="play" size={18} />
          {t('data.watch')}
        </Link>
        {mine ? <OwnActs row={row} onAct={onAct} /> : <p class="note">{t('data.notYours')}</p>}
        <p class="caption">
          <span class="mono">{row.episodeId}</span>, {t('data.lapNumber', { number: row.number })}
        </p>
      </div>
    </div>
  );
}

function OwnActs({ row, onAct }: Pick<LapDetailProps, 'row' | 'onAct'>) {
  return (
    <>
      {row.mark === 'flagged' ? null : (
        <Button size="small" icon="flag" onClick={() => onAct('flag', row)} testId="flag">
          {t('data.act.flag')}
        </Button>
      )}
      {row.mark === 'left-out' ? null : (
        <Button size="small" icon="cross" onClick={() => onAct('leaveOut', row)} testId="leave-out">
          {t('data.act.leaveOut')}
        </Button>
      )}
      {row.mark === 'none' ? null : (
        <Button size="small" icon="check" onClick={() => onAct('takeBack', row)} testId="take-back">
          {t('data.act.takeBack')}
        </Button>
      )}
      <Button size="small" kind="danger" onClick={() => onAct('delete', row)} testId="delete">
        {t('data.act.delete')}
      </Button>
    </>
  );
}

const share = (value: number): string => `${Math.round(value * 100)}%`;

/** What is told of each lap besides its time. */
function numbersOf(row: LapRow): [name: string, value: string][] {
  return [
    ['pace', share(row.pace)],
    ['novelty', row.novelty === null ? '–' : `${row.novelty.toFixed(2)} m`],
    ['style', t(`data.style.${row.style}`)],
    ['reversals', row.reversals.toFixed(0)],
    ['hold', secondsText(row.holdSeconds, 2)],
    ['idle', share(row.idleShare)],
    ['activity', row.activity.toFixed(1)],
    ['latency', row.latencyMs === null ? '–' : `${row.latencyMs} ms`],
    ['starved', String(row.starved)],
    ['contacts', secondsText(row.contacts / TICK_HZ, 2)],
    ['falls', String(row.falls)],
    ['traffic', t(row.inTraffic ? 'data.yes' : 'data.no')],
    ...(row.split === null ? [] : [['split', t(`data.split.${row.split}`)] as [string, string]]),
  ];
}
