import { type Start, startsFrom } from '../../shared/dataset/starts.ts';
import { median } from '../../shared/evaluation/interval.ts';
import { decisionTicksOf, seesTraffic } from '../../shared/observation/spec.ts';
import { PolicyFileError } from '../../shared/policy/error.ts';
import { checkPolicyFits, decodePolicy, encodePolicy, type Policy } from '../../shared/policy/file.ts';
import { PolicyBatch } from '../../shared/policy/forward.ts';
import type { PolicyManifest } from '../../shared/policy/manifest.ts';
import { workOfLook } from '../../shared/policy/work.ts';
import { PHYSICS } from '../../shared/race/constants.ts';
import { CHOICE_ROLLOUTS, driveCandidate } from '../../shared/training/choose.ts';
import { nameOfClone, scoresOf, soleDriver } from '../../shared/training/clonemanifest.ts';
import { TICK_HZ } from '../../shared/units/units.ts';
import { CARS } from '../../shared/vehicle/cars.ts';
import { vehicleHash } from '../../shared/vehicle/spec.ts';
import { cardOf, lapsOfDataset } from '../dataset/collection.ts';
import { type Dataset, findDataset } from '../store/datasets.ts';
import { insertPolicy } from '../store/policies.ts';
import type { Store } from '../store/tables.ts';
import { kernelBytes } from './kernels.ts';
import { TaskRefusal } from './taskthread.ts';

/** Multiplications a second that a race can bear for a car. */
const MOST_WORK = 200e6;
/** Draws where the laps begin that a brought policy must drive: the same for everybody. */
const SEED = 1;
const UNREADABLE = 422;

/** What was found in a file before anybody is told: whom to ask, and why it cannot stay. */
export interface Look {
  datasetId: string;
  fault: string | null;
}

/** Look through a file from anywhere; rejects with TaskRefusal (422) when it is no policy that can drive here. */
export async function lookInto(store: Store, bytes: Uint8Array): Promise<Look> {
  const { manifest } = read(bytes);
  const datasetId = manifest.dataset.id!;
  const dataset = await findDataset(store, datasetId);
  return { datasetId, fault: dataset?.tombstonedAt === null ? await faultAgainst(store, manifest, dataset) : null };
}

/** What the result of the job says. */
export interface IntakeReport {
  policy: string;
  dataset: string;
  origin: PolicyManifest['origin'];
  scores: PolicyManifest['scores'];
  /** Seconds the laps took to drive. */
  seconds: number;
}

/**
 * Drive a policy that somebody brought and keep it with what that came to. Of the file only the network, how it sees and
 * acts, and how it says it was trained are kept; its name, its scores and where it belongs are told by this server.
 */
export async function takeIn(
  store: Store,
  bytes: Uint8Array,
  createdBy: string,
  progress: (share: number) => void,
): Promise<IntakeReport> {
  const { manifest, weights } = read(bytes);
  const { dataset, laps } = await lapsOfDataset(store, manifest.dataset.id!);
  const fault = await faultAgainst(store, manifest, dataset);
  if (fault) throw new TaskRefusal(fault, UNREADABLE);
  progress(0.2);
  const began = performance.now();
  const { observation, network, head, normaliser } = manifest;
  const batch = new PolicyBatch(kernelBytes());
  const slot = batch.add(network, head, normaliser, weights);
  const { track, spec } = laps[0]!;
  const lapTimeMs = median(laps.map((lap) => lap.timeMs));
  const course = { track, spec, observation, starts: startsOf(dataset, laps), lapTimeMs };
  const scores = scoresOf({ driven: driveCandidate(batch, slot, course) });
  progress(0.9);
  const driverId = soleDriver(laps);
  const kept = { ...sworn(manifest, driverId), scores };
  const policy = await insertPolicy(store, {
    datasetId: dataset.id,
    // No person's clone is replaced by what somebody else says is theirs.
    driverId: driverId === createdBy || driverId?.startsWith('scripted-') ? driverId : null,
    createdBy,
    trackId: manifest.trackId,
    manifest: kept,
    file: encodePolicy(kept, weights),
  });
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  return { policy: policy.id, dataset: dataset.id, origin: kept.origin, scores, seconds };
}

/** On laps that were held out, if there are any. */
function startsOf(dataset: Dataset, laps: Parameters<typeof startsFrom>[0]): Start[] {
  const held = new Set(cardOf(dataset).splits.validation.map(({ episodeId, number }) => `${episodeId} ${number}`));
  const unseen = laps.filter(({ episodeId, number }) => held.has(`${episodeId} ${number}`));
  return startsFrom(unseen.length > 0 ? unseen : laps, CHOICE_ROLLOUTS, SEED);
}

/** A manifest without anything that its bringer says of how it drives. */
function sworn(manifest: PolicyManifest, driverId: string | null): PolicyManifest {
  const { checks: _, ...told } = manifest;
  const { where, backEnd } = manifest.origin ?? { where: 'file', backEnd: null };
  return {
    ...told,
    name: nameOfClone(manifest.kind, driverId),
    createdAt: new Date().toISOString(),
    origin: { where, backEnd },
    scores: null,
    chosenFrom: manifest.chosenFrom.map((other) => ({ ...other, scores: null })),
  };
}

function read(bytes: Uint8Array): Policy {
  try {
    const policy = decodePolicy(bytes);
    const { manifest } = policy;
    checkPolicyFits(manifest, { physics: PHYSICS });
    const decisions = TICK_HZ / decisionTicksOf(manifest.observation);
    const work = decisions * workOfLook(manifest.network, manifest.head);
    if (work > MOST_WORK) {
      const [got, most] = [work, MOST_WORK].map(
        (count) => `${Math.ceil(count / 1e6)} million multiplications a second`,
      );
      throw new PolicyFileError('Driving by the policy', got, `at most ${most}`, 'Train a smaller network.');
    }
    if (manifest.dataset.id === null) {
      throw new PolicyFileError('Data set of the policy', 'none', 'one of this server', 'Train it on one.');
    }
    return policy;
  } catch (error) {
    throw error instanceof PolicyFileError ? new TaskRefusal(error.message, UNREADABLE) : error;
  }
}

/**
 * Why a file does not belong to the dataset it names, in a sentence; null where it may. What it says it learned from is
 * there, and named once: lists of policies would carry thousands of names again and again.
 */
async function faultAgainst(store: Store, manifest: PolicyManifest, dataset: Dataset): Promise<string | null> {
  const card = cardOf(dataset);
  const differ = (what: string, got: string, expected: string): string | null =>
    got === expected
      ? null
      : new PolicyFileError(what, got, `${expected}, as data set "${dataset.id}" has it`, 'Train it there again.')
          .message;
  const car = CARS.get(card.recipe.car);
  const there = new Set(dataset.laps.map(({ episodeId, lap }) => `${episodeId} ${lap}`));
  const strange = manifest.dataset.laps.find(({ episode, lap }) => !there.delete(`${episode} ${lap}`));
  const { corrections = [] } = manifest;
  const turns = corrections.length > 0 ? await turnsOn(store, dataset, card.trackId) : new Set<string>();
  const strangeTurn = corrections.find(({ episode }) => !turns.delete(episode));
  return (
    (card.splits.leaks
      ? `Data set "${dataset.id}" is split by frames, which leaks: nothing is trained on it.`
      : null) ??
    differ('Track of the policy', manifest.trackId, card.trackId) ??
    differ('Version of the policy’s track', manifest.trackHash, card.trackHash) ??
    differ('Car of the policy', manifest.vehicleHash, car ? vehicleHash(car) : 'one that is not raced here') ??
    (manifest.dataset.laps.length === 0 ? differ('Laps of the policy', 'none', 'the laps it learned from') : null) ??
    (strange
      ? differ('A lap of the policy', `lap ${strange.lap} of episode ${strange.episode}`, 'laps, each once')
      : null) ??
    (strangeTurn
      ? differ('A correction of the policy', `episode ${strangeTurn.episode}`, 'turns of drivers, each once')
      : null) ??
    (seesTraffic(manifest.observation) && !card.recipe.inTraffic
      ? differ('Eyes of the policy', 'eyes for other cars', 'laps out of traffic')
      : null)
  );
}

/** Episodes on its track of those who drove the laps of a dataset. */
async function turnsOn(store: Store, { laps }: Dataset, trackId: string): Promise<Set<string>> {
  const drivers = [...new Set(laps.map(({ driverId }) => driverId))];
  const episodes = store.selectFrom('episode').select('id').where('kind', '=', 'human').where('track_id', '=', trackId);
  return new Set((await episodes.where('driver_id', 'in', drivers).execute()).map(({ id }) => id));
}
