import { driversOfDataset } from '../store/datasets.ts';
import { consentOf } from '../store/drivers.ts';
import { importedDriverShares, isImportedDriver } from '../store/imported.ts';
import type { Store } from '../store/tables.ts';

/**
 * Whether somebody may learn from a driver's laps: the driver, and everybody when that driver said "others may race my
 * clone" or is a scripted one; of a driver who came in with a log, what the log says.
 */
export async function mayUse(store: Store, ofDriver: string, askedBy: string | null): Promise<boolean> {
  if (ofDriver === askedBy || ofDriver.startsWith('scripted-')) return true;
  if (isImportedDriver(ofDriver)) return importedDriverShares(store, ofDriver);
  return (await consentOf(store, ofDriver))?.shared === true;
}

/** Whether somebody may race a policy: everyone whose laps it learned from must let them. */
export async function mayRace(
  store: Store,
  { driverId, datasetId }: { driverId: string | null; datasetId: string | null },
  askedBy: string | null,
): Promise<boolean> {
  if (driverId !== null) return mayUse(store, driverId, askedBy);
  const crowd = datasetId === null ? [] : await driversOfDataset(store, datasetId);
  for (const driver of crowd) if (!(await mayUse(store, driver, askedBy))) return false;
  return true;
}
