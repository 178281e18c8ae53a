import { join } from 'node:path';
import { pino } from 'pino';
import { racingLine } from '../shared/driver/line.ts';
import { Sessions } from './competition/sessions.ts';
import { LearningDesk } from './divergence/learning.ts';
import { TakeawayDesk } from './divergence/takeawaydesk.ts';
import { createEpisodeReader } from './episode/reader.ts';
import { createRecorder } from './episode/recorder.ts';
import { httpApp } from './http/app.ts';
import { type GameServer, openGameServer } from './http/gameserver.ts';
import { welcome } from './main/addresses.ts';
import { driverDirectory, ghostSource, policySource } from './main/directory.ts';
import { builtPage } from './main/pagebuild.ts';
import { readSettings } from './main/settings.ts';
import { Authors } from './race/authors.ts';
import { loadAuthorTimes } from './race/authortimes.ts';
import { racesByCode } from './race/open.ts';
import { RecordedTicks } from './race/recording.ts';
import { TrackShelf } from './race/trackshelf.ts';
import { openStoreInThread } from './store/thread.ts';
import { IntakeDesk } from './training/intakedesk.ts';
import { JobQueue } from './training/jobs.ts';

const ROOT = join(import.meta.dirname, '..');
const NODE_MAJOR = 24;
/** An orderly end that takes longer has failed. */
const CLOSE_MS = 10_000;

const RECORDER_LEVEL = { recording: 'warn', retrying: 'warn', lost: 'error', stopped: 'error' } as const;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Builds everything, hands it out, and returns how to end it: races first, then their record, then the store. */
async function serve(): Promise<() => Promise<void>> {
  requireNode();
  const { port, dataDir, tls } = readSettings(process.env);
  const log = pino({ level: process.env.LOG_LEVEL ?? 'warn' });
  const shelf = new TrackShelf(join(ROOT, 'assets/tracks'), dataDir);
  const { tracks } = shelf;
  // Solved once a track, now rather than when a room with scripted rivals opens beside running races.
  for (const track of tracks.values()) racingLine(track);
  const page = await builtPage(ROOT, say);
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
    onState: (state) => {
      log[RECORDER_LEVEL[state.kind]](state, 'recorder');
      recordedTicks.turned(state);
    },
  });
  const store = await openStoreInThread(dataDir);
  await learning.keepTrainings(store, (error) => log.error(error, 'jobs'));
  const reader = createEpisodeReader(dataDir);
  const sessions = new Sessions({
    ...{ store, dataDir, recorder, learning },
    complain: (error) => log.error(error, 'sessions'),
  });
  const addedTimes = join(dataDir, 'medals.json');
  const authorTimes = loadAuthorTimes(join(ROOT, 'assets/medals.json'), addedTimes);
  const authors = new Authors(authorTimes, addedTimes, (error) => log.error(error, 'author times'));
  for (const track of tracks.values()) if (shelf.isGiven(track.id)) authors.measure(track);
  let game: GameServer | null = null;
  const app = httpApp(
    {
      ...{ store, tracks, shelf, authorTimes, authors, recorder, reader, jobs, learning, intake, takeaways, sessions },
      rooms: () => game?.rooms() ?? 0,
      racesByCode,
      complain: (error) => log.error(error, 'request'),
    },
    page,
  );
  const races = {
    ...{ tracks, recorder, recordedTicks, policies: policySource(store), drivers: driverDirectory(store) },
    ghosts: ghostSource(store, reader),
    sessions: sessions.door,
    complain: (error: unknown, raceId: string) => log.error({ err: error, raceId }, 'race'),
  };
  game = await openGameServer({ port, tls, app, races, log });
  // One person's broken message must not end everybody's race: what slips through every other net is told, no more.
  process.on('uncaughtException', (error) => log.error(error, 'uncaught'));
  process.on('unhandledRejection', (error) => log.error(error, 'unhandled'));
  say(await welcome(game.port, tls !== undefined));
  return async () => {
    await game.close();
    // A job that runs ends with its thread: an evaluation hears of the cancelling between two of its parts only.
    await Promise.all(
      [jobs, learning, intake, takeaways, sessions, reader, recorder, authors].map((part) => part.close()),
    );
    await store.destroy();
  };
}

function requireNode(): void {
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return;
  throw new Error(
    `Mimic GP needs Node ${NODE_MAJOR}, this is ${process.versions.node}. ` +
      'Start it with "npm start", which uses the Node that "npm install" brought.',
  );
}

try {
  const close = await serve();
  let closing = false;
  const end = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), CLOSE_MS).unref();
    await close();
    process.exit(0);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
