import { driveAll } from '../../server/evaluation/driving.ts';
import { planOf } from '../../server/evaluation/evaluate.ts';
import { marksOf } from '../../server/evaluation/marks.ts';
import { kernelBytes } from '../../server/training/kernels.ts';
import { startTensors } from '../../server/training/tensors.ts';
import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { lapsOfLog } from '../../shared/dataset/demonstrations.ts';
import { SPLIT_NAMES } from '../../shared/dataset/split.ts';
import { contentHash } from '../../shared/exact/content.ts';
import { encodePolicy } from '../../shared/policy/file.ts';
import { makeClone } from '../../shared/training/clone.ts';
import { TRAINING } from '../../shared/training/settings.ts';
import { groundOfLaps } from '../server/evaluation/ground.ts';
import { record } from '../shared/dataset/recorded.ts';
import { loadTrack } from '../shared/driver/racing.ts';
import { madePolicy } from '../shared/policy/fixture.ts';
import { type BenchResult, medianOf } from './result.ts';

/** 100 starts, 10 laps from each. */
const ORDER = { rollouts: 100, laps: 10, seed: 1, kicks: true, traffic: false };
const LAPS = ORDER.rollouts * ORDER.laps;

/**
 * A thousand laps of a coached clone on the technical circuit: the rollouts alone, and a whole evaluation of a thousand laps
 * (the same starts once more with an examiner beside, laps from the line, intervals), on two threads and on one in turns.
 * The results of both are compared to the bit. Core seconds count all threads, whatever else the machine does.
 */
export async function benchEvaluation(): Promise<BenchResult[]> {
  const laps = demonstrations();
  const policy = await cloneOf(laps);
  const ground = groundOfLaps(laps, ORDER.rollouts, ORDER.seed);
  const whole = planOf(policy, ground, ORDER);
  // Half the starts, each driven twice: under the race's rules and with an examiner beside.
  const rollouts = { ...whole, starts: whole.starts.slice(0, ORDER.rollouts / 2), lineStarts: [] };
  const hashes = new Set<string>();
  const judge = async (workers: number): Promise<void> => {
    const drives = await driveAll(whole, { workers });
    hashes.add(contentHash(marksOf(drives, ground, whole.person!.tube, ORDER)));
  };
  const results = [
    await inTurns(`${LAPS} laps of rollouts with kicks, two threads`, 3, (workers) => driveAll(rollouts, { workers })),
    await inTurns(`evaluation by ${LAPS} laps with kicks, two threads`, 1, judge),
  ];
  if (hashes.size !== 1) throw new Error(`One and two threads: got ${hashes.size} results, expected the same one.`);
  return results;
}

async function inTurns(name: string, runs: number, work: (workers: number) => Promise<unknown>): Promise<BenchResult> {
  const seconds = { 1: [] as number[], 2: [] as number[], cores: [] as number[] };
  for (let run = 0; run < runs; run++) {
    for (const workers of [2, 1] as const) {
      const began = performance.now();
      const used = process.cpuUsage();
      await work(workers);
      const { user, system } = process.cpuUsage(used);
      seconds[workers].push((performance.now() - began) / 1000);
      if (workers === 2) seconds.cores.push((user + system) / 1e6);
    }
  }
  const peers = { 'one thread': medianOf(seconds[1]), 'core seconds': medianOf(seconds.cores) };
  return { name, unit: 's', value: medianOf(seconds[2]), runs, peers };
}

/** Three laps of a scripted driver. */
function demonstrations(): RecordedLap[] {
  const track = loadTrack('assets/tracks/technical.json');
  const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
  return lapsOfLog(log, track, episodes);
}

/** The policy file of their coached clone; the last lap is held out. */
async function cloneOf(laps: RecordedLap[]): Promise<Uint8Array> {
  await startTensors();
  const split = { kind: 'chosen', name: SPLIT_NAMES.chosen, validation: laps.slice(-1) } as const;
  const settings = { ...TRAINING, kind: 'coached', sees: 'road', seed: 1, splitSeed: 1, split } as const;
  const { network, head, normaliser, observation } = await makeClone(
    laps,
    { ...settings, seeds: [1] },
    { kernelBytes: kernelBytes() },
  );
  const { manifest } = madePolicy(1);
  return encodePolicy(
    { ...manifest, network: network.network, head, normaliser, observation, trackId: laps[0]!.track.id },
    network.weights,
  );
}
