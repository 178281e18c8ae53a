import { type Signal, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { driver } from '../connection/driver.ts';
import { huesOf } from '../view/hues.ts';

/** Everybody a page has met, in the order in which it met them: so nobody's hue changes while laps come and go. */
export interface Roster {
  ids: Signal<readonly string[]>;
  hues: ReadonlyMap<string, number>;
  meet: (ids: readonly string[]) => void;
}

/** Those who are new come to the end; the same list where nobody is. */
export function withNewcomers(known: readonly string[], ids: readonly string[]): readonly string[] {
  const all = new Set([...known, ...ids]);
  return all.size === known.length ? known : [...all];
}

export function useRoster(first: readonly string[]): Roster {
  const ids = useSignal<readonly string[]>(first);
  const ownId = driver.value.driverId;
  const hues = useMemo(() => huesOf(ids.value, ownId), [ids.value, ownId]);
  return {
    ids,
    hues,
    meet: (met) => {
      ids.value = withNewcomers(ids.peek(), met);
    },
  };
}
