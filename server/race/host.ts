/** A person of a room, as far as it matters who its host is. */
export interface Guest {
  id: string;
  connected: boolean;
  /** They left for good. */
  gone: boolean;
}

/**
 * Whose room it is: `current` while they have not left, a lost connection is not leaving; then whoever of the connected
 * has been here longest. Empty when nobody is left. `people` stand in the order they came.
 */
export function hostAmong(people: readonly Guest[], current: string): string {
  const here = people.filter((person) => !person.gone);
  if (here.some(({ id }) => id === current)) return current;
  return (here.find(({ connected }) => connected) ?? here[0])?.id ?? '';
}
