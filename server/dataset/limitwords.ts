import type { Limit } from '../../shared/dataset/limits.ts';

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** "1 lap", "2 laps". */
export const counted = (of: number, one: string, many = `${one}s`): string => `${of} ${of === 1 ? one : many}`;

/** A limit in words, with the number that says so. */
const LIMITS: Record<Limit['kind'], (found: number) => string> = {
  leaks: (found) =>
    `It is split by frames, which leaks${found > 0 ? `: the score is ${found.toFixed(1)} times too good` : ''}. Nothing is trained on it.`,
  noValidation: () => 'No lap is held out: there is no validation score.',
  oneDriver: () => "One driver: what is learned is that driver's way.",
  fewLaps: (found) => `Only ${counted(found, 'lap')}.`,
  scripted: (found) => `${counted(found, 'lap')} by scripted drivers, who are nobody.`,
  mostlyOneDriver: (found) => `One driver drove ${percent(found)} of it.`,
  sameDriver: () => 'The laps held out are by drivers that are learned from: the score says nothing about others.',
  oneRace: () => 'All in one race.',
  traffic: (found) => `${counted(found, 'lap')} with another car within 10 m: for clones that see cars.`,
  stays: (found) => `${counted(found, 'lap')} may not leave this server: their people did not agree to an export.`,
  unjudged: (found) => `${counted(found, 'lap')} without quality numbers.`,
  noRecoveries: () => 'Nobody leaves the road or falls, so nobody shows how to come back.',
  noKeys: () => 'No lap by keys.',
  noStick: () => 'No lap by stick.',
  starved: (found) => `${percent(found)} of all ticks without a frame of the driver's.`,
  unknownLatency: (found) => `How late the driver saw the race is unknown of ${counted(found, 'lap')}.`,
  unseen: (found) => `Only ${percent(found)} of the road was driven on.`,
  thin: (found) => `${counted(found, 'stretch', 'stretches')} of road with too few laps.`,
};

export const limitWords = ({ kind, found }: Limit): string => LIMITS[kind](found);
