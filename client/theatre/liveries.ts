import type { LogDriver } from '../../shared/episode/log.ts';
import { nameOf } from '../connection/named.ts';
import { huesOf } from '../view/hues.ts';
import type { ReplayCar } from './replay.ts';

/** How a car and its line are shown. */
export interface Livery {
  name: string;
  /** 1 to 8: hue and shape. */
  driver: number;
  clone: boolean;
  /** Of whoever looks. */
  own: boolean;
}

/** Whose clone each policy is; null for a crowd's. */
export type Owners = ReadonlyMap<string, string | null>;

/**
 * Hues and shapes in the order of the log, names and hatching by who has the wheel: whoever looks is the first, and a
 * clone wears its person's hue.
 *
 * @param wheels who drives each car now
 * @param ownId the pseudonym of whoever looks, if they have one
 */
export function liveriesOf(
  cars: readonly ReplayCar[],
  wheels: readonly LogDriver[],
  owners: Owners,
  ownId: string | null,
): Livery[] {
  const ownerOf = ({ policyId }: LogDriver): string | null => owners.get(policyId ?? '') ?? null;
  const keys = cars.map(({ id, driver }) => (driver.kind === 'human' ? driver.driverId : (ownerOf(driver) ?? id)));
  const hues = huesOf(keys, ownId);
  return cars.map((_, car) => {
    const { kind, driverId } = wheels[car]!;
    const name = nameOf({ driverId, kind, cloneOf: ownerOf(wheels[car]!) }, ownId);
    return {
      name,
      driver: hues.get(keys[car]!)!,
      clone: kind === 'policy',
      own: kind === 'human' && driverId === ownId,
    };
  });
}
