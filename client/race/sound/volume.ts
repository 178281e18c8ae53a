import { signal } from '@preact/signals';
import { recall, remember } from '../../connection/storage.ts';

const KEY = 'mimic-gp-sound';

/** Off, and three steps that sound about equally far apart. */
export const VOLUMES: readonly number[] = [0, 0.18, 0.45, 1];
export type VolumeStep = 0 | 1 | 2 | 3;

export interface SoundChoice {
  step: VolumeStep;
  muted: boolean;
}

/** A choice out of storage, whatever stands there now. */
export function readChoice(kept: unknown): SoundChoice {
  const { step, muted } = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  const known = step === 1 || step === 2 || step === 3;
  return { step: known ? step : 2, muted: muted === true };
}

export const soundChoice = signal<SoundChoice>(readChoice(recall(KEY)));

/** The step that is heard. */
export const audibleStep = ({ step, muted }: SoundChoice): VolumeStep => (muted ? 0 : step);

/** One louder; after the loudest comes silence, after silence the quietest. */
export function louder({ step, muted }: SoundChoice): SoundChoice {
  if (muted) return { step: 1, muted: false };
  return step === 3 ? { step, muted: true } : { step: (step + 1) as VolumeStep, muted };
}

export function chooseSound(choice: SoundChoice): void {
  soundChoice.value = choice;
  remember(KEY, choice);
}

/** Silence, and back to the volume before it. */
export function toggleMute(): void {
  chooseSound({ ...soundChoice.value, muted: !soundChoice.value.muted });
}
