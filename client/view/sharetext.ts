/** A share as a whole percentage: "89%". Short of all never rounds up to all, and something never down to nothing. */
export function shareText(share: number): string {
  const percent = Math.round(share * 100);
  if (percent === 100 && share < 1) return '99%';
  return percent === 0 && share > 0 ? '<1%' : `${percent}%`;
}
