import type { Dataset } from '../store/datasets.ts';

/** A name that may stand in any path: letters, digits and hyphens of the data set's own, and its version. */
export function slugOf({ name, version }: Pick<Dataset, 'name' | 'version'>): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 48);
  return `${plain || 'laps'}-${version}`;
}
