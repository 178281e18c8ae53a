import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sessions } from '../../../server/competition/sessions.ts';
import { TakeawayDesk } from '../../../server/divergence/takeawaydesk.ts';
import { coverageOfLaps } from '../../../server/episode/coverage.ts';
import { httpApp } from '../../../server/http/app.ts';
import type { ApiServices } from '../../../server/http/services.ts';
import { TrackShelf } from '../../../server/race/trackshelf.ts';
import { openStore } from '../../../server/store/database.ts';
import type { Store } from '../../../server/store/tables.ts';
import { JobQueue } from '../../../server/training/jobs.ts';
import { AUTHOR_TIMES, OWN_TRACKS, TRACKS } from '../race/raceserver.ts';

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  body: any;
}

export interface HttpServer {
  store: Store;
  /** Where it keeps its files. */
  dir: string;
  jobs: JobQueue;
  url: string;
  complaints: unknown[];
  /** What was asked of the recorder. */
  forgotten: string[];
  ask(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  close(): Promise<void>;
}

/** The HTTP side on a free loopback port over a new store; learning is the caller's. */
export async function httpServer(learning: Partial<ApiServices['learning']> = {}): Promise<HttpServer> {
  const jobs = new JobQueue();
  const dir = mkdtempSync(join(tmpdir(), 'mimic-http-'));
  const takeaways = new TakeawayDesk(jobs, dir);
  const store = await openStore(dir);
  const shelf = new TrackShelf(OWN_TRACKS, dir);
  for (const track of TRACKS.values()) shelf.tracks.set(track.id, track);
  const complaints: unknown[] = [];
  const forgotten: string[] = [];
  const forget = async (id: string) => {
    forgotten.push(id);
    return { episodes: 1, laps: 1, datasets: 0, policies: 0, pending: [], gone: { datasets: [], policies: [] } };
  };
  const unasked = () => Promise.reject(new Error('not expected in this test'));
  const complain = (error: unknown) => complaints.push(error);
  const freezer = { makeDataset: unasked, forget: () => {}, ...learning };
  const sessions = new Sessions({
    store,
    dataDir: dir,
    recorder: { forgetEpisode: forget, forgetSession: forget },
    learning: freezer,
    complain,
  });
  const app = httpApp(
    {
      store,
      tracks: shelf.tracks,
      shelf,
      authorTimes: AUTHOR_TIMES,
      authors: { measure: () => {} },
      recorder: { forgetDriver: forget, forgetEpisode: forget },
      reader: {
        trajectory: async () => null,
        raceLog: async () => null,
        coverage: async (order) => new TextEncoder().encode(JSON.stringify(await coverageOfLaps(store, order))),
      },
      jobs,
      sessions,
      takeaways,
      learning: {
        makeDataset: unasked,
        diffDatasets: unasked,
        clone: unasked,
        train: unasked,
        evaluate: unasked,
        compare: unasked,
        report: unasked,
        diverge: unasked,
        findExport: () => null,
        makeExport: unasked,
        forget: () => {},
        ...learning,
      },
      intake: {
        look: unasked,
        keep: () => {
          throw new Error('not expected in this test');
        },
      },
      rooms: () => 0,
      racesByCode: async () => [],
      complain,
    },
    pageFolder(dir),
  );
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    store,
    dir,
    jobs,
    url,
    complaints,
    forgotten,
    ask: (method, path, body, token) => ask(url + path, method, body, token),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([sessions.close(), jobs.close(), takeaways.close()]);
      await store.destroy();
      rmSync(dir, { recursive: true });
    },
  };
}

/** A page as Vite leaves it. */
function pageFolder(dir: string): string {
  const page = join(dir, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Mimic GP</title>');
  writeFileSync(join(page, 'assets/main-1a2b3c.js'), 'export {};');
  return page;
}

async function ask(url: string, method: string, body: unknown, token?: string): Promise<Answer> {
  const headers: Record<string, string> = {};
  if (token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
  const response = await fetch(url, { method, headers, body: text });
  const json = /json/.test(response.headers.get('content-type') ?? '');
  const answer = json ? await response.json() : await response.text();
  return { status: response.status, headers: response.headers, body: answer };
}
