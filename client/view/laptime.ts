/** A lap time in minutes, seconds and thousandths: "0:38.214". */
export function lapTime(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const minutes = Math.floor(whole / 60_000);
  const seconds = ((whole - minutes * 60_000) / 1000).toFixed(3).padStart(6, '0');
  return `${minutes}:${seconds}`;
}

/** Metres as kilometres with two decimals: "1.39 km". */
export const kilometres = (metres: number): string => `${(metres / 1000).toFixed(2)} km`;
