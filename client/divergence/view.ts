import type { Signal } from '@preact/signals';
import type { Corner } from '../../shared/track/corners.ts';
import type { Metres } from '../../shared/units/units.ts';
import type { CloneKind } from '../connection/clones.ts';
import type { Divergence } from '../connection/replies.ts';
import type { Comparison } from './comparison.ts';

/** Whose clone it is: the reader's, who is "you" then, or somebody else's. */
export type Whose = 'own' | 'theirs';

/** What every part of the page is given: what is compared, which clone is looked at, and where. */
export interface PartingView {
  comparison: Comparison;
  whose: Whose;
  kind: CloneKind;
  shown: Divergence;
  corners: readonly Corner[];
  /** The one cursor of map, charts and numbers. */
  cursor: Signal<Metres>;
}

/** The person's other clone, if there is one. */
export function otherOf({ comparison, kind }: PartingView): { kind: CloneKind; parting: Divergence } | null {
  const other: CloneKind = kind === 'copy' ? 'coached' : 'copy';
  const parting = comparison.partings[other];
  return parting ? { kind: other, parting } : null;
}
