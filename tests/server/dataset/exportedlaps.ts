import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { demonstrate, scriptedName } from '../../../server/cli/demonstration.ts';
import { collect } from '../../../server/dataset/collection.ts';
import { exportDataset } from '../../../server/dataset/export.ts';
import { openStore } from '../../../server/store/database.ts';
import type { Dataset } from '../../../server/store/datasets.ts';
import type { Store } from '../../../server/store/tables.ts';
import type { RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import { recipeSchema } from '../../../shared/dataset/recipe.ts';
import type { ExportFormat, ExportRate } from '../../../shared/dataset/transitions.ts';
import type { CameraName } from '../../../shared/observation/camera.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { temporaryFolder } from '../episode/session.ts';

export const track = loadTrack('tests/tracks/ring150.json');
export const person = { hands: 'keyboard', skill: 'mid', seed: 4 } as const;

/** A data set of four scripted laps of two races, to be exported. */
export class ExportedLaps {
  declare store: Store;
  declare dataset: Dataset;
  declare laps: RecordedLap[];
  private readonly folder = temporaryFolder();
  readonly dataDir = this.folder.dataDir;

  async make(): Promise<void> {
    const drive = (session: number) =>
      demonstrate(this.dataDir, { ...person, track, spec: CLUB_RACER, laps: 2, session }, () => {});
    const races = [await drive(1), await drive(2)];
    this.store = await openStore(this.dataDir);
    const recipe = recipeSchema.parse({ trackId: track.id, drivers: [scriptedName(person)], clean: false });
    Object.assign(this, await collect(this.store, 'Ring: "fünf" ../x', recipe, null));
    expect(this.laps).toHaveLength(4);
    expect(races).toHaveLength(2);
  }

  async remove(): Promise<void> {
    await this.store.destroy();
    this.folder.remove();
  }

  /** Where an export lies, what was reported of it, and its progress. */
  async exported(format: ExportFormat, rate: ExportRate = 20, observation = 'own', images: readonly CameraName[] = []) {
    const target = mkdtempSync(join(this.dataDir, 'export-'));
    const shares: number[] = [];
    const order = { format, rate, observation, images };
    const report = await exportDataset(this.store, this.dataset, target, order, (share) => shares.push(share));
    return { target, report, shares };
  }
}
