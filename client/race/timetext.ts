import type { Seconds } from '../../shared/units/units.ts';

/** 83.456 → "1:23.456". A time that is not there yet is a dash. */
export function clockText(seconds: Seconds, digits = 3): string {
  const shown = Number(seconds.toFixed(digits));
  const whole = Math.floor(shown / 60);
  const rest = (shown - whole * 60).toFixed(digits);
  return `${whole}:${rest.padStart(digits + 3, '0')}`;
}

export function lapText(ms: number): string {
  return ms > 0 ? clockText(ms / 1000) : '–';
}

/** A gap to someone ahead: "+0.84", or a dash while unknown. */
export function gapText(gap: Seconds | undefined): string {
  if (gap === undefined) return '–';
  return `+${Math.max(0, gap).toFixed(2)}`;
}

/** A difference with its sign: "−0.17", "+0.08"; the minus is the typographic one. */
export function signedText(seconds: Seconds): string {
  const text = Math.abs(seconds).toFixed(2);
  if (text === '0.00') return '±0.00';
  return `${seconds < 0 ? '−' : '+'}${text}`;
}
