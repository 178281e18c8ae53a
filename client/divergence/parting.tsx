import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { corners as cornersOf } from '../../shared/track/corners.ts';
import { CLONE_KINDS, type CloneKind } from '../connection/clones.ts';
import { faultText } from '../connection/fault.ts';
import { orderRace } from '../connection/raceorder.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Chip } from '../view/chip.tsx';
import { Icon } from '../view/icon.tsx';
import { Segmented } from '../view/segmented.tsx';
import { type Comparison, firstLook } from './comparison.ts';
import { Evidence } from './evidence.tsx';
import { MapCard } from './mapcard.tsx';
import { RoadCards } from './roadcards.tsx';
import { Scrubber } from './scrubber.tsx';
import { otherOf, type Whose } from './view.ts';
import { chipOf, otherText, titleOf } from './words.ts';

interface PartingProps {
  comparison: Comparison;
  trackName: string;
  picker: ComponentChildren;
  whose: Whose;
}

/** The finding as a title, then the evidence; one cursor through map, charts and numbers. */
export function Parting({ comparison, trackName, picker, whose }: PartingProps) {
  const { track, partings } = comparison;
  const kinds = CLONE_KINDS.filter((kind) => partings[kind]);
  const kind = useSignal<CloneKind>(kinds[0]!);
  const shown = partings[kind.value]!;
  const cursor = useSignal(Math.round(firstLook(shown)));
  const corners = useMemo(() => cornersOf(track), [track]);
  const choose = (next: CloneKind): void => {
    kind.value = next;
    cursor.value = Math.round(firstLook(partings[next]!));
  };
  const view = { comparison, whose, kind: kind.value, shown, corners, cursor };
  const other = otherOf(view);
  return (
    <>
      <div class="page-head">
        <h1 data-testid="parting-title">{titleOf(shown, whose)}</h1>
        <Chip tone={shown.point ? 'slip' : 'outlined'} icon="fork">
          {chipOf(shown, corners, track.length)}
        </Chip>
        {other ? (
          <Chip tone={other.parting.point ? 'slip' : 'outlined'} icon="clone">
            {otherText(other)}
          </Chip>
        ) : null}
        <span class="spread" />
        {picker ?? <Chip icon="flag">{trackName}</Chip>}
        {kinds.length > 1 ? (
          <Segmented
            label={t('divergence.which')}
            options={kinds.map((value) => ({ value, label: t(`divergence.${value}`) }))}
            value={kind.value}
            onChange={choose}
          />
        ) : null}
        <Link
          href={`/policies/${encodeURIComponent(comparison.pair.policies[kind.value]!.id)}`}
          class="button"
          data-testid="about-policy"
        >
          <Icon name="network" size={20} />
          {t('divergence.about')}
        </Link>
        <RaceIt comparison={comparison} kind={kind.value} />
      </div>
      <div class="parting-grid">
        <div class="parting-main">
          <MapCard {...view} />
          <RoadCards {...view} />
        </div>
        <Evidence {...view} />
        <Scrubber {...view} />
      </div>
    </>
  );
}

/** Straight onto the grid beside the clone that is looked at. */
function RaceIt({ comparison, kind }: { comparison: Comparison; kind: CloneKind }) {
  const [, go] = useLocation();
  const fault = useSignal('');
  const race = async (): Promise<void> => {
    const policy = comparison.pair.policies[kind]!;
    try {
      await orderRace({
        trackId: policy.trackId,
        car: comparison.pair.car,
        laps: 3,
        grid: [{ kind: 'policy', id: policy.id }],
      });
      go('/race');
    } catch (error) {
      fault.value = faultText(error);
    }
  };
  return (
    <>
      <Button icon="flag" kind="primary" onClick={race}>
        {t('clone.raceIt')}
      </Button>
      {fault.value ? <p role="alert">{fault.value}</p> : null}
    </>
  );
}
