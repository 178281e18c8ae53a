import { seesTraffic } from '../../shared/observation/spec.ts';
import type { PolicyManifest } from '../../shared/policy/manifest.ts';
import { mayRace } from '../bot/rights.ts';
import type { PolicySource, StoredPolicy as RaceablePolicy } from '../bot/source.ts';
import { mayReadEpisode, mayReadPolicy } from '../competition/privacy.ts';
import type { EpisodeReader } from '../episode/reader.ts';
import type { GhostSource } from '../race/ghosts.ts';
import type { DriverDirectory } from '../race/services.ts';
import { driverOfToken, setConsent } from '../store/drivers.ts';
import { findPolicy, personalPolicies, policyFile, type StoredPolicy } from '../store/policies.ts';
import type { Store } from '../store/tables.ts';
import { STRANGER } from '../store/viewer.ts';

/** People by their tokens, from the store. */
export const driverDirectory = (store: Store): DriverDirectory => ({
  driverOf: (token) => driverOfToken(store, token),
  consented: async (driverId, consent) => {
    await setConsent(store, driverId, consent);
  },
});

/** Ghosts of what may be read: of a private session one's own drives alone. */
export const ghostSource = (store: Store, reader: Pick<EpisodeReader, 'ghost'>): GhostSource => ({
  ghost: async (episodeId, driverId) => {
    const viewer = { ...STRANGER, driverId };
    return (await mayReadEpisode(store, viewer, episodeId)) ? reader.ghost(episodeId) : null;
  },
});

/** So many of a track's newest policies are looked through for coached ones of distinct people. */
const LOOKED_THROUGH = 60;

/** Clones from the store: one's own, and those of people who said that others may race them. */
export const policySource = (store: Store): PolicySource => ({
  async policy(id, driverId) {
    const policy = await findPolicy(store, id);
    if (!policy || !(await mayRace(store, policy, driverId))) return null;
    return (await mayReadPolicy(store, { ...STRANGER, driverId }, id)) ? withFile(store, policy) : null;
  },
  async sharedClones(track, most) {
    const newest = new Map<string | null, StoredPolicy>();
    for (const policy of await personalPolicies(store, { track, driver: null, limit: LOOKED_THROUGH })) {
      if (isCoached(policy) && !newest.has(policy.driverId)) newest.set(policy.driverId, policy);
    }
    return withFiles(store, [...newest.values()].slice(0, most));
  },
  async ownClones({ driverId, trackId, vehicleHash }) {
    const policies = await personalPolicies(store, { track: trackId, driver: driverId, limit: LOOKED_THROUGH });
    const fitting = policies.filter((policy) => isCoached(policy) && manifestOf(policy).vehicleHash === vehicleHash);
    const seeing = fitting.find((policy) => seesTraffic(manifestOf(policy).observation));
    return withFiles(store, [...new Set([...fitting.slice(0, 1), ...(seeing ? [seeing] : [])])]);
  },
});

const manifestOf = ({ manifest }: StoredPolicy) => manifest as PolicyManifest;
const isCoached = (policy: StoredPolicy): boolean => manifestOf(policy).kind === 'coached';

async function withFile(store: Store, policy: StoredPolicy): Promise<RaceablePolicy | null> {
  const bytes = await policyFile(store, policy.id);
  return bytes ? { id: policy.id, name: manifestOf(policy).name, bytes } : null;
}

async function withFiles(store: Store, policies: readonly StoredPolicy[]): Promise<RaceablePolicy[]> {
  const found = await Promise.all(policies.map((policy) => withFile(store, policy)));
  return found.filter((policy) => policy !== null);
}
