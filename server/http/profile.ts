import { policyManifestSchema } from '../../shared/policy/manifest.ts';
import { MEDALS, medalOf } from '../../shared/race/medals.ts';
import { CARS, carOfHash } from '../../shared/vehicle/cars.ts';
import { vehicleHash } from '../../shared/vehicle/spec.ts';
import type { Profile } from '../../shared/wire/records.ts';
import { bestLapOf } from '../store/laps.ts';
import { listPolicies, type StoredPolicy } from '../store/policies.ts';
import { type DrivenLaps, drivenLaps, driversAhead, mostMet, racesDriven } from '../store/standing.ts';
import type { ApiServices } from './services.ts';

type Services = Pick<ApiServices, 'store' | 'tracks' | 'authorTimes'>;

const MOST_CLONES = 100;
const MOST_RIVALS = 20;
/** What a profile shows of a policy's manifest. */
const manifestSchema = policyManifestSchema.pick({ kind: true, vehicleHash: true, trackHash: true, scores: true });

/** What somebody's driving amounts to, for that driver alone. */
export async function profileOf(services: Services, driverId: string): Promise<Profile> {
  const { store } = services;
  const driven = await drivenLaps(store, driverId);
  const { items: policies } = await listPolicies(store, { driver: driverId, limit: MOST_CLONES });
  const laps = await Promise.all(driven.map((row) => lapsOn(services, driverId, row)));
  const clones = await Promise.all(policies.map((policy) => cloneOf(services, policy)));
  return {
    driverId,
    laps: laps.flatMap((row) => row ?? []),
    clones: clones.flatMap((clone) => clone ?? []),
    rivals: await mostMet(store, driverId, MOST_RIVALS),
  };
}

/** Null for a track or car that is no longer raced. */
async function lapsOn(
  { store, tracks, authorTimes }: Services,
  driverId: string,
  { vehicle, ...driven }: DrivenLaps,
): Promise<Profile['laps'][number] | null> {
  const track = tracks.get(driven.trackId);
  const spec = CARS.get(vehicle);
  if (!track || !spec) return null;
  const contest = { trackHash: track.hash, vehicleHash: vehicleHash(spec), sector: 0, kinds: ['human' as const] };
  const best = await bestLapOf(store, driverId, contest);
  const times = authorTimes.of(track, spec);
  const medal = best && times ? medalOf(best.timeMs, times) : null;
  const next = medal === null ? MEDALS.at(-1) : MEDALS[MEDALS.indexOf(medal) - 1];
  return {
    ...driven,
    car: vehicle,
    bestLapMs: best?.timeMs ?? null,
    bestEpisodeId: best?.episodeId ?? null,
    medal,
    nextMedal: next && times ? { medal: next, timeMs: times[next] } : null,
    place: best ? (await driversAhead(store, contest, best.timeMs)) + 1 : null,
  };
}

/** Null for a policy of a build whose manifests are not read here. */
async function cloneOf(
  { store, tracks }: Services,
  { id, trackId, manifest, createdAt }: StoredPolicy,
): Promise<Profile['clones'][number] | null> {
  const { data } = manifestSchema.safeParse(manifest);
  if (!data) return null;
  const trackHash = tracks.get(trackId)?.hash ?? data.trackHash;
  const best = await bestLapOf(store, id, { trackHash, vehicleHash: data.vehicleHash, sector: 0 });
  return {
    policyId: id,
    trackId,
    car: carOfHash(data.vehicleHash)?.id ?? null,
    kind: data.kind,
    createdAt,
    scores: data.scores,
    bestLapMs: best?.timeMs ?? null,
    races: await racesDriven(store, id),
  };
}
