import type { Corner } from '../../shared/track/corners.ts';
import type { Metres } from '../../shared/units/units.ts';
import type { CloneKind } from '../connection/clones.ts';
import type { Divergence } from '../connection/replies.ts';
import { t } from '../locale/locale.ts';
import { deviationOf } from '../view/charts/deviation.ts';
import { nearestCorner } from '../view/charts/roadscale.ts';
import { signedSeconds } from '../view/charts/timegap.tsx';
import { sampleAt, sideText, type TableWords } from './comparison.ts';
import type { PartingView, Whose } from './view.ts';

/** The finding, stated as the title. */
export const titleOf = ({ point }: Divergence, whose: Whose): string =>
  point ? t(`divergence.${whose}.leaves`, { metres: Math.round(point.s) }) : t(`divergence.${whose}.stayed`);

/** Where on the track a metre is: "Turn 3 exit". */
export function placeOf(corners: readonly Corner[], s: Metres, length: Metres): string {
  const near = nearestCorner(corners, s, length);
  return near ? t(`divergence.place.${near.place}`, { corner: near.corner.number }) : t('divergence.place.straight');
}

export function chipOf({ point, widest }: Divergence, corners: readonly Corner[], length: Metres): string {
  if (!point) return t('divergence.widestChip', { gap: Math.abs(widest.gap).toFixed(2), metres: Math.round(widest.s) });
  return t('divergence.placeChip', {
    place: placeOf(corners, point.s, length),
    seconds: (point.timeMs / 1000).toFixed(1),
  });
}

/** How the clone that is not looked at did, beside the title. */
export function otherText({ kind, parting }: { kind: CloneKind; parting: Divergence }): string {
  const clone = t(`divergence.${kind}`);
  const { point } = parting;
  if (!point) return t('divergence.otherStayed', { clone });
  return t('divergence.otherLeaves', { clone, metres: Math.round(point.s) });
}

export const tableWords = (whose: Whose): TableWords => ({
  road: t('divergence.road'),
  person: t(`divergence.${whose}.person`),
  tube: t(`divergence.${whose}.tube`),
  clones: { coached: t('divergence.coached'), copy: t('divergence.copy') },
  left: t('divergence.l'),
  right: t('divergence.r'),
});

/** What a screen reader hears at the cursor. */
export function cursorText({ shown, whose }: Pick<PartingView, 'shown' | 'whose'>, s: Metres): string {
  const sample = sampleAt(shown.samples, s);
  return t(`divergence.${whose}.cursorText`, {
    metres: Math.round(s),
    gap: sideText(sample.clone - sample.mean, t('divergence.left'), t('divergence.right')),
    sigma: Math.abs(deviationOf(sample)).toFixed(1),
    time: signedSeconds(sample.timeGapMs),
  });
}

export const percent = (share: number): string => `${Math.round(share * 100)}%`;
