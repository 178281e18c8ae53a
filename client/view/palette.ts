import { signal } from '@preact/signals';

/** Whose eyes the drivers' hues are chosen for. Shapes, dashes and names say the same without any hue. */
export const PALETTES = ['standard', 'protanopia', 'deuteranopia', 'tritanopia'] as const;
export type Palette = (typeof PALETTES)[number];

/** The palette in use; `data-palette` of the root element gives `palettes.css` the same one. */
export const palette = signal<Palette>('standard');
