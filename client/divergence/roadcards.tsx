import { t } from '../locale/locale.ts';
import { ChartCard } from '../view/charts/chartcard.tsx';
import { Legend } from '../view/charts/legend.tsx';
import { TimeGap } from '../view/charts/timegap.tsx';
import { UnrolledRoad } from '../view/charts/unrolledroad.tsx';
import { offsetTable, timeTable } from './comparison.ts';
import { otherOf, type PartingView } from './view.ts';
import { cursorText, tableWords } from './words.ts';

/** The unrolled road and the time gap under it, one road coordinate for both. */
export function RoadCards(view: PartingView) {
  const { comparison, whose, shown, corners, cursor } = view;
  const { track, partings } = comparison;
  const other = otherOf(view);
  const valueText = cursorText(view, cursor.value);
  const clones = (
    <>
      <Legend mark="clone" text={t(`divergence.${view.kind}`)} />
      {other ? <Legend mark="other" text={t(`divergence.${other.kind}`)} /> : null}
    </>
  );
  return (
    <>
      <ChartCard
        title={t('divergence.roadTitle')}
        legend={
          <>
            <Legend mark="tube" text={t(`divergence.${whose}.tube`)} />
            <Legend mark="person" text={t(`divergence.${whose}.line`)} />
            {clones}
            <Legend mark="gap" text={t(`divergence.${whose}.outside`)} />
          </>
        }
        table={() => offsetTable(shown, partings, tableWords(whose))}
      >
        <UnrolledRoad
          track={track}
          corners={corners}
          samples={shown.samples}
          other={other?.parting.samples ?? null}
          point={shown.point}
          pointText={t('divergence.leavesHere')}
          cursor={cursor}
          label={t(`divergence.${whose}.roadLabel`)}
          valueText={valueText}
          left={t('divergence.l')}
          right={t('divergence.r')}
        />
      </ChartCard>
      <ChartCard
        title={t(`divergence.${whose}.timeTitle`)}
        legend={clones}
        table={() => timeTable(shown, partings, tableWords(whose))}
      >
        <TimeGap
          length={track.length}
          corners={corners}
          samples={shown.samples}
          other={other?.parting.samples ?? null}
          cursor={cursor}
          label={t(`divergence.${whose}.timeLabel`)}
          valueText={valueText}
        />
      </ChartCard>
    </>
  );
}
