import { computed, signal } from '@preact/signals';
import { CARS, DEFAULT_CAR } from '../../shared/vehicle/cars.ts';
import { DEFAULT_LAPS, DEFAULT_TRACK } from '../../shared/wire/options.ts';
import { gridOf, LAP_CHOICES, MAX_RIVALS, SKILLS, type Skill } from '../connection/lineup.ts';
import type { RaceWish } from '../connection/raceorder.ts';
import { recall, remember } from '../connection/storage.ts';

const KEY = 'mimic-gp-wish';

/** What the next race shall be; kept for the next visit. */
export interface Wish {
  trackId: string;
  /** Id of the car that is driven, and by scripted rivals too. */
  car: string;
  laps: number;
  rivals: number;
  skill: Skill;
}

const DEFAULT: Wish = { trackId: DEFAULT_TRACK, car: DEFAULT_CAR, laps: DEFAULT_LAPS, rivals: 2, skill: 'mid' };

/** A wish out of storage, whatever stands there now. */
export function readWish(kept: unknown): Wish {
  if (typeof kept !== 'object' || kept === null) return DEFAULT;
  const { trackId, car, laps, rivals, skill } = kept as Record<string, unknown>;
  return {
    trackId: typeof trackId === 'string' ? trackId : DEFAULT.trackId,
    car: CARS.has(car as string) ? (car as string) : DEFAULT.car,
    laps: LAP_CHOICES.some((choice) => Number(choice) === laps) ? (laps as number) : DEFAULT.laps,
    rivals: Number.isInteger(rivals) ? Math.min(MAX_RIVALS, Math.max(0, rivals as number)) : DEFAULT.rivals,
    skill: SKILLS.includes(skill as Skill) ? (skill as Skill) : DEFAULT.skill,
  };
}

export const wish = signal<Wish>(readWish(recall(KEY)));
/** Policies of the driver's own clones that join, by id. */
export const joining = signal<readonly string[]>([]);

export const GHOSTS = ['none', 'own', 'track'] as const;
export type GhostWish = (typeof GHOSTS)[number];
/** Whose ghost is wanted, and the episode it is where there is one. */
export const ghostWish = signal<GhostWish>('none');
export const ghost = signal<string | null>(null);

export function wishFor(part: Partial<Wish>): void {
  wish.value = { ...wish.value, ...part };
  remember(KEY, wish.value);
}

export function letJoin(policyId: string, joins: boolean): void {
  const others = joining.value.filter((id) => id !== policyId);
  joining.value = joins ? [...others, policyId] : others;
}

/** The race as it is ordered. */
export const ordered = computed<RaceWish>(() => {
  const { trackId, car, laps, rivals, skill } = wish.value;
  const clones = joining.value.map((id) => ({ kind: 'policy' as const, id }));
  const ghosts = ghost.value === null ? [] : [{ kind: 'ghost' as const, episodeId: ghost.value }];
  return { trackId, car, laps, grid: gridOf([...clones, ...ghosts], { rivals, skill }) };
});
