import { nameOf } from '../connection/named.ts';

/** A driver as the search knows them. */
export interface NamedDriver {
  id: string;
  name: string;
}

const SCRIPTED = /^scripted-/;

/** A driver by id alone, as the page names them; clones are drivers of a policy and have no id of their own here. */
export const driverName = (id: string, ownId: string | null): string =>
  nameOf({ driverId: id, kind: SCRIPTED.test(id) ? 'scripted' : 'human', cloneOf: null }, ownId);

const plain = (text: string): string => text.normalize('NFKC').trim().toLocaleLowerCase();

/** Whoever is meant by what was typed: an id, a whole name, or the only name with it inside; else null. */
export function findDriver(text: string, drivers: readonly NamedDriver[]): NamedDriver | null {
  const wanted = plain(text);
  if (wanted === '') return null;
  const exact = drivers.find(({ id, name }) => plain(id) === wanted || plain(name) === wanted);
  if (exact) return exact;
  const holding = drivers.filter(({ id, name }) => plain(name).includes(wanted) || plain(id).startsWith(wanted));
  return holding.length === 1 ? holding[0]! : null;
}
