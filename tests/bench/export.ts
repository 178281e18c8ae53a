import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXPORT_FORMATS } from '../../shared/dataset/transitions.ts';
import { manyLaps } from './exportstore.ts';
import type { BenchResult } from './result.ts';

/** Laps of the data set; `BENCH_LAPS` takes another number. */
const LAPS = Number(process.env.BENCH_LAPS ?? 10_000);
/** What DESIGN.md asks for: seconds of driving a second of one core, megabytes at the peak. */
const WANTED = { rate: 200, megabytes: 300 };

interface Run {
  laps: number;
  seconds: number;
  wall: number;
  cpu: number;
  told: number;
  megabytes: number;
}

/**
 * Every export format on a data set of LAPS laps: seconds of driving for each second of processor time, all threads
 * counted, and the peak of resident memory of a process that does nothing else. Scripted laps on a short ring, copied.
 */
export async function benchExport(): Promise<BenchResult[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mimic-bench-'));
  try {
    const dataset = await manyLaps(dataDir, LAPS);
    const runs = EXPORT_FORMATS.flatMap((format) => [
      ...measured(`${format}`, dataDir, dataset, [format, '20']),
      ...measured(`${format} as an archive`, dataDir, dataset, [format, '20', 'archive']),
    ]);
    return runs;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function measured(name: string, dataDir: string, dataset: string, words: string[]): BenchResult[] {
  const program = join(import.meta.dirname, 'exportrun.ts');
  const printed = execFileSync(process.execPath, [program, dataDir, dataset, ...words], { encoding: 'utf8' });
  const run = JSON.parse(printed) as Run;
  const what = `export ${name}, ${run.laps} laps`;
  return [
    { name: what, unit: 's of driving / s', value: run.seconds / run.cpu, runs: 1, peers: { wanted: WANTED.rate } },
    { name: `${what}, peak`, unit: 'MB', value: run.megabytes, runs: 1, peers: { 'at most': WANTED.megabytes } },
  ];
}
