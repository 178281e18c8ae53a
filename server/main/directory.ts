import { mayRace } from '../bot/rights.ts';
import type { PolicySource } from '../bot/source.ts';
import type { DriverDirectory } from '../race/services.ts';
import { driverOfToken, setConsent } from '../store/drivers.ts';
import { findPolicy, policyFile } from '../store/policies.ts';
import type { Store } from '../store/tables.ts';

/** People by their tokens, from the store. */
export const driverDirectory = (store: Store): DriverDirectory => ({
  driverOf: (token) => driverOfToken(store, token),
  consented: async (driverId, consent) => {
    await setConsent(store, driverId, consent);
  },
});

/** Clones from the store: one's own, and those of people who said that others may race them. */
export const policySource = (store: Store): PolicySource => ({
  async policy(id, driverId) {
    const policy = await findPolicy(store, id);
    if (!policy || !(await mayRace(store, policy, driverId))) return null;
    const bytes = await policyFile(store, id);
    const { name } = policy.manifest as { name: string };
    return bytes ? { id, name, bytes } : null;
  },
});
