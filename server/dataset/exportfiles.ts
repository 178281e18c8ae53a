import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportOrder } from './export.ts';
import { exportInProcess, type MadeExport } from './exportprocess.ts';

/**
 * Exports as archives under DATA_DIR/exports, kept until somebody takes laps back. A data set never changes, so an
 * archive that is there is the right one.
 */
export class ExportFiles {
  private readonly dataDir: string;
  private readonly folder: string;

  constructor(dataDir: string) {
    this.dataDir = dataDir;
    this.folder = join(dataDir, 'exports');
  }

  /** Where the archive lies; null while it is not made. `dataset` is an id that the store knows. */
  find(dataset: string, order: ExportOrder): string | null {
    const path = this.pathOf(dataset, order);
    return existsSync(path) ? path : null;
  }

  /** Make an archive; it appears under its name once it is whole, and not when its laps were taken back meanwhile. */
  async make(
    dataset: string,
    order: ExportOrder,
    progress: (share: number) => void = () => {},
    signal?: AbortSignal,
  ): Promise<MadeExport> {
    mkdirSync(this.folder, { recursive: true });
    const work = mkdtempSync(join(this.folder, 'making-'));
    try {
      const content = join(work, 'content');
      mkdirSync(content);
      const archive = join(work, 'archive.zip');
      const task = { dataDir: this.dataDir, dataset, order, folder: content, archive };
      const report = await exportInProcess(task, progress, signal);
      renameSync(archive, this.pathOf(dataset, order));
      return report;
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }

  /** Somebody took laps back: which archives hold them is not asked. */
  forget(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private pathOf(dataset: string, { format, rate, observation, images }: ExportOrder): string {
    const seen = [observation.replaceAll(',', '+'), ...images].join('-');
    return join(this.folder, `${dataset}-${format}-${rate}-${seen}.zip`);
  }
}
