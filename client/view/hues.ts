/** Seven people's hues; the eighth is kept for a crowd's clone. */
const PEOPLE = 7;

/**
 * Hues and shapes, 1 to 7, for people in the order in which they come up; `own` is always the first. A clone is asked
 * for by its person, and so wears the same.
 */
export function huesOf(people: Iterable<string>, own: string | null): Map<string, number> {
  const all = new Set(people);
  const others = [...all].filter((person) => person !== own);
  const hues = new Map<string, number>();
  if (own !== null && all.has(own)) hues.set(own, 1);
  const taken = hues.size;
  for (const [k, person] of others.entries()) hues.set(person, ((taken + k) % PEOPLE) + 1);
  return hues;
}
