import type { CarState } from '../../shared/wire/state.ts';
import { driver } from '../connection/driver.ts';
import { nameOf as listedName } from '../connection/named.ts';
import { t } from '../locale/locale.ts';

/** Seven people's hues; the eighth, bone ★, is kept for a crowd's clone. */
const PEOPLE = 7;

/** What a clone was taught with: the person's samples alone, or recovery samples too. */
export type CloneKind = 'copy' | 'coached';

/** Policies trained on the laps of the person on this page, by id. */
const ownPolicies = new Map<string, CloneKind>();

export function markOwnPolicy(policyId: string, kind: CloneKind): void {
  ownPolicies.set(policyId, kind);
}

/** What is read of a ghost: whose drive it is. */
type GhostOf = Partial<Pick<CarState, 'ghostOf'>>;

/** Whether it is the drive of whoever looks. */
const isOwnGhost = ({ ghostOf }: GhostOf): boolean => Boolean(ghostOf) && ghostOf === driver.value.driverId;

/** The name to show: own clones are told apart by what they were taught with, and nobody takes a script for a person. */
export function nameOf(car: Pick<CarState, 'kind' | 'policyId' | 'name'> & GhostOf): string {
  if (car.kind === 'ghost') return ghostName(car);
  const kind = car.kind === 'policy' ? ownPolicies.get(car.policyId) : undefined;
  if (kind) return t(`race.${kind}`);
  return car.kind === 'scripted' ? t('race.scriptedName', { name: car.name }) : car.name;
}

function ghostName(ghost: Pick<CarState, 'policyId'> & GhostOf): string {
  if (isOwnGhost(ghost)) return t('ghost.yours');
  const own = ownPolicies.get(ghost.policyId);
  if (own) return t('ghost.of', { name: t(`race.${own}`) });
  const driverId = ghost.ghostOf ?? '';
  const kind = ghost.policyId !== '' ? 'policy' : driverId.startsWith('scripted-') ? 'scripted' : 'human';
  return t('ghost.of', { name: listedName({ driverId, kind, cloneOf: null }, null) });
}

/** Whether a clone has the wheel: its own car's, or that of a person who is gone. */
export const isCloneDriven = ({ kind, wheel }: Pick<CarState, 'kind' | 'wheel'>): boolean =>
  kind === 'policy' || wheel === 'clone';

export function isOwnClone(car: Pick<CarState, 'kind' | 'policyId'>): boolean {
  return car.kind === 'policy' && ownPolicies.has(car.policyId);
}

/**
 * Which of the eight drivers' hues and shapes a car wears, 1 to 8.
 *
 * Whoever looks is cobalt ●, and so are their clone and their ghost; the others follow in grid order, in the fixed order of the visual
 * language.
 */
export function driverOf(
  car: Pick<CarState, 'slot' | 'kind' | 'policyId'> & GhostOf,
  own: Pick<CarState, 'slot'> | undefined,
): number {
  if (isOwnGhost(car)) return 1;
  if (!own) return (car.slot % PEOPLE) + 1;
  if (car.slot === own.slot || isOwnClone(car)) return 1;
  const place = car.slot < own.slot ? car.slot : car.slot - 1;
  return (place % (PEOPLE - 1)) + 2;
}
