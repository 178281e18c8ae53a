import type { Driver } from '../../shared/driver/driver.ts';
import { ScriptedDriver } from '../../shared/driver/scripted.ts';
import { groundMapOf } from '../../shared/observation/groundmap.ts';
import { picturesOf, seesTraffic } from '../../shared/observation/spec.ts';
import { checkPolicyFits, decodePolicy, type Policy } from '../../shared/policy/file.ts';
import { PolicyBatch } from '../../shared/policy/forward.ts';
import { type CrewMember, PolicyCrew } from '../../shared/policy/policydriver.ts';
import { PHYSICS } from '../../shared/race/constants.ts';
import type { Track } from '../../shared/track/track.ts';
import { CARS, carOfHash } from '../../shared/vehicle/cars.ts';
import type { VehicleSpec } from '../../shared/vehicle/spec.ts';
import type { Rival } from '../../shared/wire/options.ts';
import { kernelBytes } from '../training/kernels.ts';
import type { PolicySource, StoredPolicy } from './source.ts';

/** A rival that has been found and may race, before it has a place on the grid. */
export type SeatedRival = SeatedScripted | SeatedClone;

type ScriptedRival = Extract<Rival, { kind: 'scripted' }>;
interface SeatedScripted {
  kind: 'scripted';
  name: string;
  spec: VehicleSpec;
  rival: ScriptedRival;
  seed: number;
}

export interface SeatedClone {
  kind: 'policy';
  name: string;
  spec: VehicleSpec;
  policyId: string;
  policy: Policy;
}

/** This rival cannot race here; the message is for the person who asked for it. */
class RivalError extends Error {
  override name = 'RivalError';
}

const SCRIPTED_NAMES = ['Mira', 'Juno', 'Taeo', 'Rigel', 'Sori', 'Vega', 'Hana', 'Orion'];

/**
 * Find every rival that a grid asks for, each clone once; throws RivalError with the reason for the first that cannot
 * race. Scripted rivals for whom no car is named drive `spec`. Ghosts take no place and are left out.
 */
export async function seatRivals(
  grid: readonly Rival[],
  spec: VehicleSpec,
  policies: PolicySource,
  driverId: string | null,
): Promise<SeatedRival[]> {
  const seated: SeatedRival[] = [];
  const clones = new Map<string, SeatedClone>();
  for (const [place, rival] of grid.entries()) {
    if (rival.kind === 'ghost') continue;
    if (rival.kind === 'scripted') {
      seated.push(seatScripted(rival, place, spec));
      continue;
    }
    const clone = clones.get(rival.id) ?? (await seatPolicy(rival.id, policies, driverId));
    clones.set(rival.id, clone);
    seated.push(clone);
  }
  return seated;
}

/** A scripted rival at a place of the grid, which gives it its name and habits. */
export function seatScripted(rival: ScriptedRival, place: number, spec: VehicleSpec): SeatedScripted {
  const name = SCRIPTED_NAMES[place % SCRIPTED_NAMES.length];
  return {
    kind: 'scripted',
    name,
    spec: rival.car === undefined ? spec : CARS.get(rival.car)!,
    rival,
    seed: place + 1,
  };
}

/** Clones that nobody chose by name; one that cannot drive here is left out. */
export function seatClones(stored: readonly StoredPolicy[]): SeatedClone[] {
  return stored.flatMap((policy) => {
    try {
      return [seatClone(policy)];
    } catch {
      return [];
    }
  });
}

/** Throws with what is wrong with a file, or with the car or physics it learned. */
function seatClone({ id, name, bytes }: StoredPolicy): SeatedClone {
  const policy = decodePolicy(bytes);
  const spec = carOfHash(policy.manifest.vehicleHash);
  if (!spec) throw new Error('it learned a car that is not raced here. Train it again with one that is.');
  checkPolicyFits(policy.manifest, { physics: PHYSICS, vehicleHash: policy.manifest.vehicleHash });
  return { kind: 'policy', name, spec, policyId: id, policy };
}

/** A clone chosen by name; throws RivalError with why this driver may not have it, or why it cannot drive. */
export async function seatPolicy(id: string, policies: PolicySource, driverId: string | null): Promise<SeatedClone> {
  const stored = await policies.policy(id, driverId);
  if (!stored) {
    throw new RivalError(`There is no clone "${id}" that you may race. Choose one from the list of clones.`);
  }
  try {
    return seatClone(stored);
  } catch (error) {
    throw new RivalError(`The clone "${id}" cannot drive: ${(error as Error).message}`);
  }
}

/** Clones whose observation holds no other cars drive through them; with one of those on the grid nobody collides. */
export const everyoneSeesCars = (rivals: readonly SeatedRival[]): boolean =>
  rivals.every((rival) => rival.kind === 'scripted' || seesCars(rival));

/** Whether the cars around it are part of what a clone observes. */
export const seesCars = ({ policy }: SeatedClone): boolean => seesTraffic(policy.manifest.observation);

/** Put rivals behind the wheels of the first cars of a race; all clones share one crew and one batched call. */
export function driversOf(rivals: readonly SeatedRival[], track: Track, session: number): Driver[] {
  const drivers: Driver[] = [];
  const clones: { car: number; policy: Policy }[] = [];
  for (const [car, rival] of rivals.entries()) {
    if (rival.kind === 'policy') {
      clones.push({ car, policy: rival.policy });
      continue;
    }
    const { skill, hands } = rival.rival;
    drivers.push(new ScriptedDriver({ hands, skill, seed: rival.seed, session, track, spec: rival.spec, car }));
  }
  // Painted before the race: it takes longer than a tick.
  if (clones.some(({ policy }) => picturesOf(policy.manifest.observation))) groundMapOf(track);
  if (clones.length > 0) drivers.push(crewOf(clones, session));
  return drivers;
}

/** A clone ready to take the wheel of any car; what takes time is done here, once. */
export function readyClone({ policy }: SeatedClone): (car: number) => Driver {
  const batch = new PolicyBatch(kernelBytes());
  const { network, head, normaliser, observation } = policy.manifest;
  const slot = batch.add(network, head, normaliser, policy.weights);
  return (car) => new PolicyCrew(batch, [{ car, slot, observation }]);
}

function crewOf(clones: readonly { car: number; policy: Policy }[], session: number): PolicyCrew {
  const batch = new PolicyBatch(kernelBytes());
  const slots = new Map<Policy, number>();
  const members = clones.map(({ car, policy }): CrewMember => {
    const { network, head, normaliser, observation } = policy.manifest;
    const slot = slots.get(policy) ?? batch.add(network, head, normaliser, policy.weights);
    slots.set(policy, slot);
    return { car, slot, observation, seed: 64 * session + car };
  });
  return new PolicyCrew(batch, members);
}
