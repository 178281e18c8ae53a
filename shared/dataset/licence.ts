/** On what terms a dataset may be used by others, by SPDX identifiers; `none`: it is not to be passed on. */
export const LICENCES = ['CC-BY-4.0', 'CC-BY-SA-4.0', 'CC-BY-NC-4.0', 'CC0-1.0', 'none'] as const;
export type Licence = (typeof LICENCES)[number];

/**
 * What a dataset gets whose maker says nothing: use with attribution, where its laps may leave the server at all. Laps
 * of a private session, and laps of people none of whom agreed to an export, are not passed on.
 */
export const defaultLicence = (mayLeave: number, isPrivate: boolean): Licence =>
  mayLeave === 0 || isPrivate ? 'none' : 'CC-BY-4.0';
