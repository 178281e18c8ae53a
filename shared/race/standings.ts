import type { Car } from './car.ts';

/** Car indices, the leader first: who is home by time at the line, the others by how far they have come. */
export function standings(cars: readonly Car[]): number[] {
  return cars.map((_, index) => index).sort((a, b) => ahead(cars[a], cars[b]) || a - b);
}

/**
 * Negative when `one` is ahead of `other`.
 *
 * Under way it is the mark passed that counts first and then the distance, so that a car which turns back over the line
 * does not gain or lose a lap by it.
 */
function ahead(one: Car, other: Car): number {
  if (one.finishMs !== null && other.finishMs !== null) return one.finishMs - other.finishMs;
  if (one.finishMs !== null) return -1;
  if (other.finishMs !== null) return 1;
  return other.progress.mark - one.progress.mark || other.distance - one.distance;
}
