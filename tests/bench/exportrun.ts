import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportOrder } from '../../server/dataset/export.ts';
import { ExportFiles } from '../../server/dataset/exportfiles.ts';

/*
 * `node exportrun.ts DATA_DIR DATASET FORMAT RATE [IMAGES]`: one archive as the server makes it; what it took is that of the
 * export's own process.
 */
const [dataDir, dataset, format, rate, images = ''] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string?,
];
const seen = images.split(',').filter((name) => name !== '');
const order = { format, rate: Number(rate), observation: 'own', images: seen } as unknown as ExportOrder;
const start = performance.now();
let told = 0;
const report = await new ExportFiles(dataDir).make(dataset, order, () => {
  told++;
});
const wall = (performance.now() - start) / 1000;
rmSync(join(dataDir, 'exports'), { recursive: true });
process.stdout.write(JSON.stringify({ laps: report.laps, seconds: report.seconds, wall, told, ...report.used }));
process.exit(0);
