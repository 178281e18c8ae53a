import { Client, type InputHandle, type Room } from '@colyseus/sdk';
import { PHYSICS } from '../../shared/race/constants.ts';
import type { InputFrame } from '../../shared/race/frame.ts';
import { KICKED, type Notice, REMOVED, type Refused, type Said, SESSION_GONE } from '../../shared/wire/messages.ts';
import type { RaceRequest } from '../../shared/wire/options.ts';
import type { RaceState } from '../../shared/wire/state.ts';
import { fetchRacesByCode } from './api.ts';
import { forgetInTab, recallInTab, rememberInTab } from './storage.ts';

/** Why a race cannot be entered or went away; each has its own page. */
export type RoomFailure =
  | 'full'
  | 'unknown'
  | 'begun'
  | 'gone'
  | 'refused'
  | 'kicked'
  | 'removed'
  | 'erased'
  | 'offline'
  | 'version'
  | 'lost';

/** A race could not be entered. `message` is the server's own line where it gave one. */
export class RoomError extends Error {
  readonly failure: RoomFailure;
  constructor(failure: RoomFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

/** How to enter: a race of one's own, the next one that fits, a given room, or the race with a code. */
export type Entry =
  | { how: 'create' | 'joinOrCreate' }
  | { how: 'joinById'; roomId: string }
  | { how: 'join'; code: string };

export type RaceRoom = Room<unknown, RaceState>;

/** What a page hears from its room besides the state. */
export interface RoomEvents {
  dropped(): void;
  back(): void;
  left(failure: RoomFailure): void;
  said(said: Said): void;
  refused(refused: Refused): void;
  /** The organiser of the session this race is driven for speaks to everybody. */
  told(notice: Notice): void;
}

/** Colyseus matchmaking: wrong criteria (no such room, or none waiting), wrong id, seat expired; 4xx are our server's. */
const NO_SUCH_RACE: readonly (number | undefined)[] = [521, 522, 524, 404, 409, 410];
const REFUSED: readonly (number | undefined)[] = [525, 526, 400, 401, 403, 422, 429];
const CONSENTED = 4000;
const CLOSED = 1000;
/** The SDK doubles its wait from 0.2 s up to 5 s: eight tries span the 20 s for which the server keeps the car. */
const RETRIES = 8;
const SEAT_WAIT_MS = 8000;
const TOKEN_KEY = 'mimic-gp-reconnect';

/** Enter a race and wait until its first state is there, with the own car in it unless one only watches. */
export async function enterRace(url: string, entry: Entry, request: RaceRequest): Promise<RaceRoom> {
  const client = new Client(url);
  const room = await enter(client, entry, request).catch(async (error: unknown) => {
    const failure = failureOf(error, entry);
    throw entry.how === 'join' && failure.failure === 'gone' ? await whyNot(entry.code, failure) : failure;
  });
  await whenPlaced(room, request.spectate === true);
  checkPhysics(room);
  rememberToken(room);
  return room;
}

/** Come back into the race that this tab was in before a reload; undefined where there is none any more. */
export async function reenterRace(url: string): Promise<RaceRoom | undefined> {
  const token = recallInTab(TOKEN_KEY);
  if (!token) return undefined;
  forgetInTab(TOKEN_KEY);
  try {
    const room = (await new Client(url).reconnect<RaceState>(token)) as unknown as RaceRoom;
    // Nobody has lost their car meanwhile: whoever has none watches.
    await whenPlaced(room, true);
    checkPhysics(room);
    rememberToken(room);
    return room;
  } catch {
    return undefined;
  }
}

export function forgetRace(): void {
  forgetInTab(TOKEN_KEY);
}

/** The handle through which every input frame goes; its schema came with the join. */
export function inputOf(room: RaceRoom): InputHandle<InputFrame> {
  return room.input() as unknown as InputHandle<InputFrame>;
}

/** Tell the page about drops, returns and the end of the connection. */
export function watchRoom(room: RaceRoom, events: RoomEvents): void {
  room.reconnection.minUptime = 1000;
  room.reconnection.maxRetries = RETRIES;
  room.onDrop(() => events.dropped());
  room.onReconnect(() => {
    rememberToken(room);
    events.back();
  });
  room.onMessage('said', (said: Said) => events.said(said));
  room.onMessage('refused', (refused: Refused) => events.refused(refused));
  room.onMessage('notice', (notice: Notice) => events.told(notice));
  room.onMessage('failed', () => events.left('lost'));
  room.onLeave((code) => {
    forgetRace();
    if (code === KICKED) return events.left('kicked');
    if (code === REMOVED) return events.left('removed');
    if (code === SESSION_GONE) return events.left('erased');
    // After the results the server closes the room; the page has all it shows by then.
    if (code !== CONSENTED && code !== CLOSED && room.state.phase !== 'finished') events.left('lost');
  });
}

function enter(client: Client, entry: Entry, request: RaceRequest): Promise<RaceRoom> {
  const joining =
    entry.how === 'joinById'
      ? client.joinById<RaceState>(entry.roomId, request)
      : client[entry.how]<RaceState>('race', request);
  return joining as unknown as Promise<RaceRoom>;
}

function failureOf(error: unknown, entry: Entry): RoomError {
  const { code, message } = error as { code?: number; message?: string };
  const line = message ?? String(error);
  if (/\bfull\b|locked/i.test(line)) return new RoomError('full', line);
  // Who makes a race of their own cannot come too late for it: what is not there is the track or a rival.
  if (NO_SUCH_RACE.includes(code))
    return entry.how === 'create' ? new RoomError('refused', line) : new RoomError('gone', line);
  if (REFUSED.includes(code)) return new RoomError('refused', line);
  return new RoomError('offline', line);
}

/** Matchmaking only says that no such race waits: there is none, it is full, or it has begun. */
async function whyNot(code: string, failure: RoomError): Promise<RoomError> {
  try {
    const [race] = await fetchRacesByCode(code);
    if (race?.state === 'waiting') return failure;
    return new RoomError(race?.state ?? 'unknown', failure.message);
  } catch {
    return failure;
  }
}

/** `join` resolves before the first state has arrived; a car appears with the state. */
function whenPlaced(room: RaceRoom, watches: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const placed = (): boolean =>
      watches ? (room.state?.cars?.size ?? 0) > 0 : room.state?.cars?.get(room.sessionId) !== undefined;
    if (placed()) return resolve();
    const timer = setTimeout(() => {
      void room.leave();
      reject(new RoomError('gone', `No car for this driver within ${SEAT_WAIT_MS / 1000} s of joining.`));
    }, SEAT_WAIT_MS);
    room.onStateChange(() => {
      if (!placed()) return;
      clearTimeout(timer);
      resolve();
    });
    room.onLeave(() => {
      clearTimeout(timer);
      reject(new RoomError('gone', 'The race closed before this driver was placed.'));
    });
  });
}

/** A page whose physics differ from the server's would predict another world: it must be loaded again. */
function checkPhysics(room: RaceRoom): void {
  if (room.state.physics === PHYSICS) return;
  const line = `The server runs physics ${room.state.physics}, this page runs ${PHYSICS}. Reload the page.`;
  void room.leave();
  throw new RoomError('version', line);
}

function rememberToken(room: RaceRoom): void {
  rememberInTab(TOKEN_KEY, room.reconnectionToken);
}
