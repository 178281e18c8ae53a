import { computed, effect, signal } from '@preact/signals';
import { z } from 'zod';
import { PALETTES, palette } from '../view/palette.ts';
import { ACTIONS, DEFAULT_KEYS, isReserved, KEYS_AN_ACTION, type KeyMap } from './keys.ts';
import { recall, remember } from './storage.ts';

const KEY = 'mimic-gp-settings';

const codes = z.array(z.string().min(1).max(32)).max(KEYS_AN_ACTION);
const keysSchema = z
  .object(Object.fromEntries(ACTIONS.map((action) => [action, codes.default([...DEFAULT_KEYS[action]])])))
  .refine((keys) => isSound(Object.values(keys).flat()), 'one key, one action')
  .transform((keys) => keys as unknown as KeyMap);

const within = (least: number, most: number, usual: number) => z.number().min(least).max(most).catch(usual);

/** A part that cannot be read is as usual; the others stay as they were chosen. */
const settingsSchema = z.object({
  keys: keysSchema.catch(DEFAULT_KEYS),
  /** The world direction that points up on the screen. */
  cameraUp: z.enum(['heading', 'north']).catch('heading'),
  zoomWithSpeed: z.boolean().catch(true),
  /** 1 is as designed, more is nearer. */
  zoom: within(0.7, 1.5, 1),
  /** Of everything that sounds, in [0, 1]; muting leaves it as it is. */
  volume: within(0, 1, 0.65),
  muted: z.boolean().catch(false),
  palette: z.enum(PALETTES).catch('standard'),
  /** Reduced motion: as the system says, or not. */
  motion: z.enum(['system', 'reduced', 'full']).catch('system'),
  /** Share of a stick's way that counts as its middle. */
  deadZone: within(0, 0.4, 0.08),
  /** Exponent of a stick's way beyond it: 1 is straight, more is gentler near the middle. */
  response: within(1, 3, 1),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Settings out of storage, whatever stands there now. */
export const readSettings = (kept: unknown): Settings => settingsSchema.parse(isRecord(kept) ? kept : {});

/** How this browser's driver wants it. */
export const settings = signal<Settings>(readSettings(recall(KEY)));

export function changeSettings(part: Partial<Settings>): void {
  settings.value = { ...settings.value, ...part };
  remember(KEY, settings.value);
}

const systemCalm = signal(false);

/** Whether motion is to be reduced: pictures cut to their end states, nothing flies or turns. */
export const calm = computed(() =>
  settings.value.motion === 'system' ? systemCalm.value : settings.value.motion === 'reduced',
);

/** Let the whole page follow the settings, from before its first picture on. */
export function startSettings(): void {
  const system = matchMedia('(prefers-reduced-motion: reduce)');
  systemCalm.value = system.matches;
  system.addEventListener('change', () => {
    systemCalm.value = system.matches;
  });
  effect(() => {
    palette.value = settings.value.palette;
    const { dataset } = document.documentElement;
    dataset.palette = settings.value.palette;
    dataset.motion = calm.value ? 'reduced' : 'full';
  });
}

function isRecord(kept: unknown): boolean {
  return typeof kept === 'object' && kept !== null && !Array.isArray(kept);
}

function isSound(all: readonly string[]): boolean {
  return new Set(all).size === all.length && !all.some(isReserved);
}
