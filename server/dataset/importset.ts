import { createHash } from 'node:crypto';
import type { ForeignEpisode } from '../../shared/dataset/foreign.ts';
import { addEpisodes, beginImport, finishImport, type ImportedSet, removeImport } from '../store/imported.ts';
import type { Store } from '../store/tables.ts';
import type { ForeignReader } from './importreader.ts';

/** Numbers that are gathered before they are written together. */
const BATCH_VALUES = 4e6;

/** Take a set in, episode by episode; nothing of it stays when it turns out to be other than it says. */
export async function importSet(
  store: Store,
  reader: ForeignReader,
  progress: (share: number) => void = () => {},
): Promise<ImportedSet> {
  const { about } = reader;
  const id = await beginImport(store);
  const content = createHash('sha256').update(JSON.stringify([about.fps, about.observationNames]));
  try {
    let batch: ForeignEpisode[] = [];
    let values = 0;
    let at = 0;
    const write = async (): Promise<void> => {
      await addEpisodes(store, id, at - batch.length, batch);
      batch = [];
      values = 0;
      progress(at / about.episodes);
    };
    for await (const episode of reader.episodes()) {
      const { driver, group, steps, observations, actions } = episode;
      content
        .update(JSON.stringify([driver, group, steps]))
        .update(observations)
        .update(actions);
      batch.push(episode);
      at++;
      values += observations.length;
      if (values >= BATCH_VALUES) await write();
    }
    await write();
    return await finishImport(store, id, content.digest('hex'), about);
  } catch (error) {
    await removeImport(store, id);
    throw error;
  }
}
