import { ServerError } from '@colyseus/core';
import express from 'express';
import type { PolicySource } from '../../../server/bot/source.ts';
import type { Recorder } from '../../../server/episode/recorder.ts';
import { type GameServer, openGameServer } from '../../../server/http/gameserver.ts';
import { loadAuthorTimes } from '../../../server/race/authortimes.ts';
import { RecordedTicks } from '../../../server/race/recording.ts';
import type { RaceServices } from '../../../server/race/services.ts';
import { loadTracks } from '../../../server/race/tracks.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;
export const OWN_TRACKS = `${ROOT}assets/tracks`;
export const TRACKS = loadTracks(OWN_TRACKS, `${ROOT}tests/tracks`);
export const AUTHOR_TIMES = loadAuthorTimes(`${ROOT}assets/medals.json`);

const NOTHING_FORGOTTEN = {
  ...{ episodes: 0, laps: 0, datasets: 0, policies: 0, pending: [] },
  gone: { datasets: [], policies: [] },
};

/** Keeps nothing, as when nobody agrees to be recorded. */
export const forgetfulRecorder: Recorder = {
  begin: () => false,
  tick: () => {},
  event: () => {},
  finish: () => {},
  forgetDriver: async () => NOTHING_FORGOTTEN,
  forgetEpisode: async () => NOTHING_FORGOTTEN,
  forgetSession: async () => NOTHING_FORGOTTEN,
  close: async () => {},
};

export const noPolicies: PolicySource = {
  policy: async () => null,
  sharedClones: async () => [],
  ownClones: async () => [],
};

const noSessions: RaceServices['sessions'] = {
  admit: async (code) => {
    throw new ServerError(404, `There is no session "${code}" in this test.`);
  },
  opened: () => () => {},
};

export interface RaceServer extends GameServer {
  url: string;
  complaints: unknown[];
}

/** A real server on a free loopback port, with every track and without a store. */
export async function raceServer(services: Partial<RaceServices> = {}): Promise<RaceServer> {
  const complaints: unknown[] = [];
  const server = await openGameServer({
    port: 0,
    host: '127.0.0.1',
    app: express(),
    races: {
      tracks: TRACKS,
      policies: noPolicies,
      ghosts: { ghost: async () => null },
      drivers: { driverOf: async () => null, consented: async () => {} },
      sessions: noSessions,
      recorder: forgetfulRecorder,
      recordedTicks: new RecordedTicks(),
      complain: (error) => complaints.push(error),
      ...services,
    },
  });
  return { ...server, url: `http://127.0.0.1:${server.port}`, complaints };
}
