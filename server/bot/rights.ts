import { consentOf } from '../store/drivers.ts';
import type { Store } from '../store/tables.ts';

/**
 * Whether somebody may learn from a driver's laps and race what was learned: the driver, everybody when that driver
 * said "others may race my clone", and everybody where there is no one person (a crowd, a scripted driver).
 */
export async function mayUse(store: Store, ofDriver: string | null, askedBy: string | null): Promise<boolean> {
  if (ofDriver === null || ofDriver === askedBy || ofDriver.startsWith('scripted-')) return true;
  return (await consentOf(store, ofDriver))?.shared === true;
}
