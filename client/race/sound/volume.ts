import { computed } from '@preact/signals';
import { changeSettings, settings } from '../../connection/settings.ts';

/** The button's steps of loudness; the slider of the settings has all between. */
const STEPS: readonly number[] = [0.33, 0.65, 1];

/** Gain of everything: the square of the volume, so that half of it sounds about half as loud. */
export const gain = computed(() => (settings.value.muted ? 0 : settings.value.volume ** 2));

/** How many of three waves show the volume; 0 is silence. */
export function wavesOf(gain: number): number {
  if (gain === 0) return 0;
  const volume = Math.sqrt(gain);
  return volume <= 0.4 ? 1 : volume <= 0.75 ? 2 : 3;
}

/** One step louder; after the loudest comes silence, after silence the quietest. */
export function louder({ volume, muted }: { volume: number; muted: boolean }): { volume: number; muted: boolean } {
  if (muted || volume === 0) return { volume: STEPS[0]!, muted: false };
  const next = STEPS.find((step) => step > volume + 0.01);
  return next === undefined ? { volume, muted: true } : { volume: next, muted: false };
}

/** Silence, and back to the volume before it. */
export function toggleMute(): void {
  const { volume, muted } = settings.peek();
  changeSettings(muted && volume === 0 ? { muted: false, volume: STEPS[0] } : { muted: !muted });
}
