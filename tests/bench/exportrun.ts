import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportOrder, ExportReport } from '../../server/dataset/export.ts';
import { ExportFiles } from '../../server/dataset/exportfiles.ts';
import { exportInThread } from '../../server/dataset/exportthread.ts';

/*
 * `node exportrun.ts DATA_DIR DATASET FORMAT RATE [archive]`: one export in a process of its own, so that its peak of memory
 * is known; with the archive that the server makes of it, or as the command line does it.
 */
const [dataDir, id, format, rate, how] = process.argv.slice(2) as [string, string, string, string, string?];
const order = { format, rate: Number(rate), observation: 'own', images: [] } as unknown as ExportOrder;
const began = process.cpuUsage();
const start = performance.now();
let told = 0;
const progress = (): void => {
  told++;
};
const report = how === 'archive' ? await archived() : await plainly();
const wall = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(began);
const result = { laps: report.laps, seconds: report.seconds, wall, cpu: (user + system) / 1e6, told };
process.stdout.write(JSON.stringify({ ...result, megabytes: process.resourceUsage().maxRSS / 1024 }));
process.exit(0);

async function plainly(): Promise<ExportReport> {
  const folder = mkdtempSync(join(tmpdir(), 'mimic-bench-'));
  try {
    return await exportInThread({ dataDir, dataset: id, order, folder, archive: null }, progress);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function archived(): Promise<ExportReport> {
  return new ExportFiles(dataDir).make(id, order, progress);
}
