import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXPORT_FORMATS } from '../../shared/dataset/transitions.ts';
import { manyLaps } from './exportstore.ts';
import type { BenchResult } from './result.ts';

/** Laps of the data set; `BENCH_LAPS=10000 npm run bench -- export` is what DESIGN.md asks for, and takes a while. */
const LAPS = Number(process.env.BENCH_LAPS ?? 1000);
/** Seconds of driving a second of one core, megabytes at the peak. */
const WANTED = { rate: 200, megabytes: 300 };

interface Run {
  laps: number;
  seconds: number;
  wall: number;
  told: number;
  megabytes: number;
  cpuSeconds: number;
}

/**
 * Every export format on a data set of LAPS laps, as the server makes it, archive included: seconds of driving for each
 * second of processor time of its process, all threads counted, and that process's peak of resident memory.
 * Scripted laps on a short ring, copied.
 */
export async function benchExport(): Promise<BenchResult[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mimic-bench-'));
  try {
    const dataset = await manyLaps(dataDir, LAPS);
    return EXPORT_FORMATS.flatMap((format) => measured(dataDir, dataset, format));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function measured(dataDir: string, dataset: string, format: string): BenchResult[] {
  const program = join(import.meta.dirname, 'exportrun.ts');
  const words = [program, dataDir, dataset, format, '20'];
  const run = JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })) as Run;
  const name = `export ${format}, ${run.laps} laps`;
  return [
    { name, unit: 's of driving / s', value: run.seconds / run.cpuSeconds, runs: 1, peers: { wanted: WANTED.rate } },
    { name: `${name}, peak`, unit: 'MB', value: run.megabytes, runs: 1, peers: { 'at most': WANTED.megabytes } },
  ];
}
