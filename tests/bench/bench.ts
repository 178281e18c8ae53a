import { cpus } from 'node:os';
import type { BenchResult } from './result.ts';

/**
 * `npm run bench [-- NAME …] [-- --json]`: how fast the hot paths are here, peers beside them in the same run.
 *
 * Machines are shared and noisy: compare ratios of one run, never figures of two.
 */
const CASES: Record<string, () => Promise<BenchResult[]>> = {
  physics: async () => (await import('./physics.ts')).benchPhysics(),
  room: async () => (await import('./room.ts')).benchRoom(),
  cameras: async () => (await import('./cameras.ts')).benchCameras(),
  datasets: async () => (await import('./datasets.ts')).benchDatasets(),
  evaluation: async () => (await import('./evaluation.ts')).benchEvaluation(),
  inference: async () => (await import('./inference.ts')).benchInference(),
  learning: async () => (await import('./learning.ts')).benchLearning(),
  recurrent: async () => (await import('./recurrent.ts')).benchRecurrent(),
  training: async () => (await import('./training.ts')).benchTraining(),
  clone: async () => (await import('./training.ts')).benchClone(),
  torch: async () => (await import('./torch.ts')).benchTorch(),
  frames: async () => (await import('./frames.ts')).benchFrames(),
  export: async () => (await import('./export.ts')).benchExport(),
  laps: async () => (await import('./laps.ts')).benchLaps(),
  session: async () => (await import('./session.ts')).benchSession(),
};

const words = process.argv.slice(2);
const json = words.includes('--json');
const wanted = words.filter((word) => !word.startsWith('--'));
const unknown = wanted.filter((name) => !(name in CASES));
if (unknown.length > 0) {
  console.error(`No bench "${unknown[0]}". There are ${Object.keys(CASES).join(', ')}.`);
  process.exit(1);
}

const results: BenchResult[] = [];
for (const [name, run] of Object.entries(CASES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const result of await run()) {
    results.push(result);
    if (!json) console.log(line(result));
  }
}
if (json) {
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
  console.log(JSON.stringify({ machine, results }, null, 2));
}
process.exit(0);

function line({ name, unit, value, runs, peers }: BenchResult): string {
  const beside = Object.entries(peers).map(
    ([peer, figure]) => `${peer} ${shown(figure)} (× ${(value / figure).toFixed(2)})`,
  );
  return `${name.padEnd(58)} ${shown(value).padStart(14)} ${unit.padEnd(18)} ${runs} runs  ${beside.join(', ')}`;
}

function shown(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
