import { MAX_GRID, type RaceRequest } from '../../shared/wire/options.ts';

/** How well a scripted rival drives. */
export type Skill = 'fast' | 'mid' | 'sloppy';
export const SKILLS: readonly Skill[] = ['fast', 'mid', 'sloppy'];
export const LAP_CHOICES = ['1', '3', '5', '10'] as const;
export const MAX_RIVALS = 7;

/** Scripted rivals as pages offer them: how many, all alike. */
export interface Scripted {
  rivals: number;
  skill: Skill;
}

type Rival = NonNullable<RaceRequest['grid']>[number];
type Grid = readonly Rival[];

/** A grid: clones and ghosts first, then scripted rivals whose hands take turns between keyboard and pad. */
export function gridOf(others: Grid, { rivals, skill }: Scripted): Rival[] {
  const scripted = Array.from({ length: rivals }, (_, k) => ({
    kind: 'scripted' as const,
    skill,
    hands: k % 2 === 0 ? ('keyboard' as const) : ('pad' as const),
  }));
  return [...others, ...scripted].slice(0, MAX_GRID - 1);
}

/** A grid in parts that pages offer. */
export function partsOf(grid: Grid): Scripted & { others: Rival[] } {
  const scripted = grid.filter((rival) => rival.kind === 'scripted');
  return {
    others: grid.filter(({ kind }) => kind !== 'scripted'),
    rivals: scripted.length,
    skill: scripted[0]?.skill ?? 'mid',
  };
}
