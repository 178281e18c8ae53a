import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sessions } from '../../../server/competition/sessions.ts';
import { LearningDesk } from '../../../server/divergence/learning.ts';
import { TakeawayDesk } from '../../../server/divergence/takeawaydesk.ts';
import { createEpisodeReader } from '../../../server/episode/reader.ts';
import { createRecorder, type Recorder } from '../../../server/episode/recorder.ts';
import { httpApp } from '../../../server/http/app.ts';
import { openGameServer } from '../../../server/http/gameserver.ts';
import { driverDirectory, ghostSource, policySource } from '../../../server/main/directory.ts';
import { racesByCode } from '../../../server/race/open.ts';
import { RecordedTicks } from '../../../server/race/recording.ts';
import { TrackShelf } from '../../../server/race/trackshelf.ts';
import { openStore } from '../../../server/store/database.ts';
import type { Store } from '../../../server/store/tables.ts';
import { IntakeDesk } from '../../../server/training/intakedesk.ts';
import { JobQueue } from '../../../server/training/jobs.ts';
import { AUTHOR_TIMES, OWN_TRACKS, TRACKS } from './raceserver.ts';

export interface WholeServer {
  port: number;
  store: Store;
  dataDir: string;
  recorder: Recorder;
  complaints: unknown[];
  /** Resolves when the record of that race has been closed. */
  closed(raceId: string): Promise<string | null>;
  /** Every byte of the data folder, as Latin-1 text. */
  disk(): string;
  get(path: string): Promise<string>;
  close(): Promise<void>;
}

/** The server as main.ts builds it, over a data folder of its own, with every track and no page. */
export async function wholeServer(): Promise<WholeServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'mimic-whole-'));
  const complaints: unknown[] = [];
  const ended = new Map<string, string | null>();
  const jobs = new JobQueue();
  const learning = new LearningDesk(jobs, dataDir);
  const intake = new IntakeDesk(jobs, dataDir);
  const takeaways = new TakeawayDesk(jobs, dataDir);
  const recordedTicks = new RecordedTicks();
  const recorder = createRecorder({
    dataDir,
    onRecorded: recordedTicks.committed,
    onTaken: ({ datasets, policies }) => {
      learning.forget();
      jobs.forgetNaming([...datasets, ...policies]);
    },
    onClosed: (raceId, status) => ended.set(raceId, status),
    onState: recordedTicks.turned,
  });
  const store = await openStore(dataDir);
  await learning.keepTrainings(store, (error) => complaints.push(error));
  const reader = createEpisodeReader(dataDir);
  const shelf = new TrackShelf(OWN_TRACKS, dataDir);
  for (const track of TRACKS.values()) shelf.tracks.set(track.id, track);
  const complain = (error: unknown) => complaints.push(error);
  const sessions = new Sessions({ store, dataDir, recorder, learning, complain });
  const shared = { tracks: shelf.tracks, recorder, complain };
  const learned = {
    jobs,
    learning,
    intake,
    takeaways,
    sessions,
    authorTimes: AUTHOR_TIMES,
    authors: { measure: () => {} },
    shelf,
  };
  const app = httpApp({ ...shared, ...learned, store, reader, rooms: () => 0, racesByCode }, null);
  const sources = {
    policies: policySource(store),
    drivers: driverDirectory(store),
    ghosts: ghostSource(store, reader),
    sessions: sessions.door,
  };
  const races = { ...shared, ...sources, recordedTicks };
  const game = await openGameServer({ port: 0, host: '127.0.0.1', app, races });
  return {
    ...{ port: game.port, store, dataDir, recorder, complaints },
    closed: async (raceId) => {
      while (!ended.has(raceId)) await new Promise((resolve) => setTimeout(resolve, 20));
      return ended.get(raceId)!;
    },
    disk: () =>
      readdirSync(dataDir)
        .map((name) => readFileSync(join(dataDir, name), 'latin1'))
        .join('\n'),
    get: async (path) => (await fetch(`http://127.0.0.1:${game.port}${path}`)).text(),
    close: async () => {
      await game.close();
      await Promise.all([sessions, jobs, learning, intake, takeaways, reader, recorder].map((part) => part.close()));
      await store.destroy();
      rmSync(dataDir, { recursive: true });
    },
  };
}
