import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { kernelBytes } from '../../server/training/kernels.ts';
import { startTensors } from '../../server/training/tensors.ts';
import { lapsOfLog } from '../../shared/dataset/demonstrations.ts';
import { type CloneSettings, makeClone } from '../../shared/training/clone.ts';
import { TRAINING } from '../../shared/training/settings.ts';
import { record } from '../shared/dataset/recorded.ts';
import { loadTrack } from '../shared/driver/racing.ts';
import { type BenchResult, medianOf } from './result.ts';

const RUNS = 5;
const STEPS = 600;
/** Of the large sets; the smaller just fits whole. */
const LAPS = [200, 2000];

/**
 * What looking at networks while they learn costs of their training, as processor time of this thread with and without
 * in turns; and the most memory that trainings on few and on many laps take, each in a process of its own.
 */
export async function benchLearning(): Promise<BenchResult[]> {
  await startTensors();
  const track = loadTrack('assets/tracks/technical.json');
  const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
  const laps = lapsOfLog(log, track, episodes);
  const settings: CloneSettings = {
    ...{ ...TRAINING, steps: STEPS },
    ...{ sees: 'road', kind: 'coached', seed: 1, splitSeed: 1 },
  };
  const seconds = async (checks: boolean): Promise<number> => {
    let [from, to] = [0, 0];
    const report = ({ stage }: { stage: string }): void => {
      if (stage !== 'training') return;
      to = process.cpuUsage().user / 1e6;
      from ||= to;
    };
    await makeClone(laps, settings, { kernelBytes: kernelBytes(), checks, report });
    return to - from;
  };
  const shares: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const [without, with_] = [await seconds(false), await seconds(true)];
    if (run > 0) shares.push(100 * (with_ / without - 1)); // the first warms up
  }
  const [few, many] = [await peakOf(LAPS[0]!), await peakOf(LAPS[1]!)];
  return [
    { name: 'live checks slow a training by', unit: '%', value: medianOf(shares), runs: RUNS, peers: {} },
    {
      name: `most memory of a training on ${LAPS[1]} laps`,
      unit: 'MB',
      value: many,
      runs: 1,
      peers: { [`${LAPS[0]} laps`]: few },
    },
  ];
}

/** MB that a process took at most which learned from so many laps. */
async function peakOf(laps: number): Promise<number> {
  const file = new URL('./learninglaps.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [file, String(laps)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (bytes) => {
    said += bytes;
  });
  await once(child, 'close');
  return Number(said);
}
