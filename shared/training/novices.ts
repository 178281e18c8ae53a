import { type ObservationSpec, observationSpecFor, RANGE_FINDER } from '../observation/spec.ts';
import type { Track } from '../track/track.ts';
import { NOVICE, type NoviceSettings } from './interactive.ts';

/**
 * Networks from weak to strong. The small ones see no more than the range finder and have few weights; they take larger
 * steps, so that none is short of training.
 */
export const NOVICES = {
  linear: { sees: 'rangeFinder', hidden: [], learningRate: 1e-2 },
  'mlp-16': { sees: 'rangeFinder', hidden: [16], learningRate: 3e-3 },
  'mlp-128': { sees: 'features', hidden: [128, 128], learningRate: 1e-3 },
} as const;
export type NoviceName = keyof typeof NOVICES;
export const NOVICE_NAMES = Object.keys(NOVICES) as [NoviceName, ...NoviceName[]];

export const noviceOf = (name: NoviceName, seed: number): NoviceSettings => {
  const { hidden, learningRate } = NOVICES[name];
  return { ...NOVICE, hidden: [...hidden], learningRate, seed };
};

export const noviceSight = (name: NoviceName, track: Track): ObservationSpec =>
  NOVICES[name].sees === 'rangeFinder' ? RANGE_FINDER : observationSpecFor(track);
