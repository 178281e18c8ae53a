import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Server as ColyseusServer, matchMaker } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import type { Express } from 'express';
import { fittingRaces } from '../race/open.ts';
import { raceRoom } from '../race/room.ts';
import type { RaceServices } from '../race/services.ts';
import { limitBodies } from './bodylimit.ts';

export interface GameServerSetup {
  /** 0 takes any free port. */
  port: number;
  /** Undefined listens on every address. */
  host?: string;
  /** PEM texts; with them everything is https and wss. */
  tls?: { cert: string | Buffer; key: string | Buffer };
  app: Express;
  races: RaceServices;
  /** Where Colyseus tells of what clients do wrong; nowhere by default. */
  log?: Log;
}

export type Log = Record<'debug' | 'error' | 'info' | 'trace' | 'warn', (message: string) => void>;

const silence = (): void => {};
const SILENT: Log = { debug: silence, error: silence, info: silence, trace: silence, warn: silence };

export interface GameServer {
  port: number;
  /** Rooms open now. */
  rooms(): number;
  /** Ends every race, then stops listening. */
  close(): Promise<void>;
}

/**
 * Page, HTTP interface, matchmaking and WebSockets on one port. One a process: Colyseus's matchmaker is global.
 */
export async function openGameServer(setup: GameServerSetup): Promise<GameServer> {
  const http = setup.tls ? createTlsServer(setup.tls, setup.app) : createServer(setup.app);
  const server = new ColyseusServer({
    transport: new WebSocketTransport({ server: http }),
    greet: false,
    gracefullyShutdown: false,
    logger: setup.log ?? SILENT,
  });
  sameOriginOnly();
  server.define('race', raceRoom(setup.races)).getFilterOptions = fittingRaces;
  await Promise.race([server.listen(setup.port, setup.host), refusedPort(http, setup.port)]);
  limitBodies(http);
  return {
    port: (http.address() as AddressInfo).port,
    rooms: () => matchMaker.stats.local.roomCount,
    close: async () => {
      await server.gracefullyShutdown(false);
      http.closeAllConnections();
    },
  };
}

/** Rejects when the port cannot be had; Colyseus alone would wait for ever. */
async function refusedPort(http: Server, port: number): Promise<never> {
  const [error] = (await once(http, 'error')) as [NodeJS.ErrnoException];
  if (error.code === 'EADDRINUSE')
    throw new Error(`Port ${port} is in use. Set PORT to another, or stop what uses it.`);
  if (error.code === 'EACCES') throw new Error(`Port ${port} needs more rights. Set PORT to one above 1023.`);
  throw error;
}

/** Colyseus answers every origin by default; other origins have no business here. */
function sameOriginOnly(): void {
  Object.assign(matchMaker.controller, { DEFAULT_CORS_HEADERS: {}, getCorsHeaders: () => ({}) });
}
