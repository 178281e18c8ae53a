import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { demonstrate, scriptedName } from '../../../server/cli/demonstration.ts';
import { collect } from '../../../server/dataset/collection.ts';
import { exportDataset } from '../../../server/dataset/export.ts';
import { importFrom } from '../../../server/dataset/importer.ts';
import { openStore } from '../../../server/store/database.ts';
import type { Store } from '../../../server/store/tables.ts';
import { ForeignError } from '../../../shared/dataset/foreign.ts';
import { recipeSchema } from '../../../shared/dataset/recipe.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { temporaryFolder } from '../episode/session.ts';

const track = loadTrack('tests/tracks/ring150.json');
const person = { hands: 'pad', skill: 'mid', seed: 4 } as const;

/** Real exports of two laps, to be spoiled in copies and offered for import. */
export class HostileSets {
  declare store: Store;
  declare lerobot: string;
  declare minari: string;
  private readonly folder = temporaryFolder();
  readonly dataDir = this.folder.dataDir;

  async make(): Promise<void> {
    await demonstrate(this.dataDir, { ...person, track, spec: CLUB_RACER, laps: 2, session: 1 }, () => {});
    this.store = await openStore(this.dataDir);
    const recipe = recipeSchema.parse({ trackId: track.id, drivers: [scriptedName(person)], clean: false });
    const { dataset } = await collect(this.store, 'Ring', recipe, null);
    const exported = async (format: 'lerobot' | 'minari'): Promise<string> => {
      const target = mkdtempSync(join(this.dataDir, 'export-'));
      await exportDataset(this.store, dataset, target, { format, rate: 20, observation: 'own', images: [] });
      return target;
    };
    this.lerobot = await exported('lerobot');
    this.minari = await exported('minari');
  }

  async remove(): Promise<void> {
    await this.store.destroy();
    this.folder.remove();
  }

  /** What an import says to a copy that was changed; nothing may stay of it. */
  async refusal(from: string, change: (copy: string) => void): Promise<string> {
    const copy = mkdtempSync(join(this.dataDir, 'hostile-'));
    cpSync(from, copy, { recursive: true });
    change(copy);
    const error = await importFrom(this.store, { path: copy, format: null }, this.dataDir).catch((thrown) => thrown);
    rmSync(copy, { recursive: true });
    expect(error).toBeInstanceOf(ForeignError);
    expect(await this.store.selectFrom('imported_set').select('id').execute()).toEqual([]);
    expect(readdirSync(this.dataDir).filter((name) => name.startsWith('importing'))).toEqual([]);
    return (error as Error).message;
  }
}

/** The text of a JSON file, changed as text: what JSON.stringify would not write can be in it. */
export const texted = (name: string, edit: (text: string) => string) => (copy: string) =>
  writeFileSync(join(copy, name), edit(readFileSync(join(copy, name), 'utf8')));
