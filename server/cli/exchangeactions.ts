import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { ExportFormat, ExportRate } from '../../shared/dataset/transitions.ts';
import type { CameraName } from '../../shared/observation/camera.ts';
import { exportInProcess } from '../dataset/exportprocess.ts';
import { CommandError, openTerminal } from './terminal.ts';

interface ExportOptions {
  dataset: string;
  format: ExportFormat;
  out: string;
  rate: string;
  observation: string;
  images: CameraName[];
}

/** The folder appears under its name only once it is whole. */
export async function runExport(options: ExportOptions, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const target = resolve(options.out);
  if (existsSync(target)) {
    throw new CommandError(`--out: "${options.out}" is there already, expected a new folder. Choose another name.`);
  }
  const part = `${target}.part-${process.pid}`;
  const bar = terminal.progress('Exporting');
  try {
    mkdirSync(dirname(target), { recursive: true });
    mkdirSync(part);
    const { dataset, format, observation, images } = options;
    const order = { format, rate: Number(options.rate) as ExportRate, observation, images };
    const task = { dataDir: terminal.dataDir, dataset, order, folder: part, archive: null };
    const report = await exportInProcess(task, (share) => bar.update(share));
    renameSync(part, target);
    const withheld = report.withheld > 0 ? ` ${report.withheld} laps stay: their people did not agree.` : '';
    const unseen = report.unseen > 0 ? ` ${report.unseen} laps stay: a car in sight was not recorded.` : '';
    terminal.print({ ...report, folder: target }, [
      `${report.laps} laps, ${report.steps} steps (${Math.round(report.seconds)} s) in ${options.out}.${withheld}${unseen}`,
    ]);
  } finally {
    bar.stop();
    rmSync(part, { recursive: true, force: true });
  }
}
