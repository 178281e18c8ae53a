import type { Metres } from '../../shared/units/units.ts';

/**
 * A lap's lateral offset over the road as an SVG path in a box of `width` by `height`, left on top; a gap where the
 * offset is not known. `reach` metres to either side fill the height; beyond it the line is held at the edge.
 */
export function offsetPath(line: readonly (number | null)[], reach: Metres, width: number, height: number): string {
  const step = width / Math.max(1, line.length - 1);
  let pen = 'M';
  let path = '';
  line.forEach((offset, k) => {
    if (offset === null) {
      pen = 'M';
      return;
    }
    const share = Math.min(1, Math.max(-1, offset / reach));
    path += `${pen}${(k * step).toFixed(1)} ${(((1 - share) * height) / 2).toFixed(1)}`;
    pen = 'L';
  });
  return path;
}
