import { type Client, CloseCode, matchMaker, Room, ServerError } from '@colyseus/core';
import { MAX_CARS, PHYSICS } from '../../shared/race/constants.ts';
import { standings } from '../../shared/race/standings.ts';
import { TICK_HZ } from '../../shared/units/units.ts';
import { CARS } from '../../shared/vehicle/cars.ts';
import { DriveInput } from '../../shared/wire/input.ts';
import { NO_CONSENT, parseRaceOptions, type RaceOptions } from '../../shared/wire/options.ts';
import { RaceState } from '../../shared/wire/state.ts';
import { everyoneSeesCars, seatRivals } from '../bot/rivals.ts';
import { newId } from '../store/ids.ts';
import { Contest } from './contest.ts';
import { personEntrant, type Visitor } from './entrant.ts';
import { type Ghosts, seatGhosts } from './ghosts.ts';
import { refuseUnreliableInput } from './guard.ts';
import { TickLoop } from './loop.ts';
import { type RaceListing, racesByCode } from './open.ts';
import { carOf, publishCar } from './publish.ts';
import type { RaceServices } from './services.ts';

/** Races at once in one process: two shared cores carry about 25 with eight people each. */
const MAX_ROOMS = 60;
/** A patch every third tick is 20 Hz. */
const PATCH_TICKS = 3;
/** A dropped person's car waits so long for them. */
const RECONNECT_SECONDS = 20;
/** 60 frames a second, and what a stalled connection delivers at once when it comes back. */
const MAX_MESSAGES_PER_SECOND = 600;
/** One second of frames; older ones are dropped, and counted as consumed, by the transport. */
const MAX_QUEUED_FRAMES = 64;
/** A race that is over is shown so long, unless everybody leaves before. */
const RESULTS_SECONDS = 600;

type RaceClient = Client<{ auth: Visitor }>;

/**
 * The Colyseus side of a race: people in and out, their frames, the state they see.
 *
 * Patches leave in the tick that they show, so that a client's acknowledged frame and the state belong together, which
 * is what prediction stands on.
 */
export class RaceRoom extends Room<{
  state: RaceState;
  input: DriveInput;
  client: RaceClient;
  metadata: RaceListing;
}> {
  /** Set by `raceRoom`. */
  declare services: RaceServices;
  override state = new RaceState();
  override maxMessagesPerSecond = MAX_MESSAGES_PER_SECOND;
  override inputs = this.defineInput(DriveInput, {
    tickRate: TICK_HZ,
    bufferMaxSize: MAX_QUEUED_FRAMES,
    sanitize: { steer: [-127, 127], pedal: [-127, 127] },
  });
  private contest: Contest | null = null;
  private ghosts: Ghosts | null = null;
  private ticks = 0;
  private unwatch: () => void = () => {};
  private readonly loop = new TickLoop(
    TICK_HZ,
    () => this.tick(),
    (error) => this.fail(error),
  );

  override async onCreate(given: unknown): Promise<void> {
    this.patchRate = null;
    refuseUnreliableInput(this);
    const options = readOptions(given);
    if (matchMaker.stats.local.roomCount >= MAX_ROOMS) {
      throw new ServerError(503, `This server is full: ${MAX_ROOMS} races are running. Try again in a minute.`);
    }
    const track = this.services.tracks.get(options.trackId);
    if (!track) {
      const known = [...this.services.tracks.keys()].join(', ');
      throw new ServerError(404, `There is no track "${options.trackId}". Choose one of: ${known}.`);
    }
    await refuseCodeInUse(options.code);
    const { driverId, spec } = await visitorOf(this.services, options);
    const rivals = await refusing(400, seatRivals(options.grid, track, spec, this.services.policies, driverId));
    this.ghosts = await refusing(400, seatGhosts(options.grid, track, this.services.ghosts));
    const contact = options.contact && everyoneSeesCars(rivals);
    const raceId = newId('r');
    const { recorder } = this.services;
    const session = Math.floor(Math.random() * 1_000_000);
    this.contest = new Contest({ raceId, track, laps: options.laps, contact, rivals, recorder, session });
    this.maxClients = MAX_CARS - rivals.length;
    Object.assign(this.state, { raceId, trackId: track.id, physics: PHYSICS, laps: options.laps, contact });
    this.state.code = options.code ?? '';
    await this.list(false);
    this.drawUpGrid();
    this.unwatch = this.services.recordedTicks.watch(raceId, (tick) => {
      this.state.recordedTick = tick - 1;
    });
    this.onMessage('ready', (client) => this.contest?.ready(client.sessionId));
    // A message this server does not know, perhaps of a newer page, is no reason to close a connection.
    this.onMessage('*', () => {});
    this.loop.start();
  }

  override async onJoin(client: RaceClient, _options: unknown, visitor: Visitor): Promise<void> {
    const { driverId, consent } = visitor;
    // Racing unrecorded once takes back nothing that was allowed before.
    if (driverId && consent.recorded) await this.services.drivers.consented(driverId, consent);
    const contest = this.contest;
    if (contest?.phase !== 'waiting') {
      throw new ServerError(409, 'This race has begun. Join another, or start your own.');
    }
    contest.join(personEntrant(client.sessionId, visitor));
    this.drawUpGrid();
  }

  override onDrop(client: RaceClient): void {
    this.contest?.connect(client.sessionId, false);
    // Rejected when nobody comes back; onLeave follows then.
    this.allowReconnection(client, RECONNECT_SECONDS).catch(() => {});
  }

  override onReconnect(client: RaceClient): void {
    this.contest?.connect(client.sessionId, true);
  }

  override onLeave(client: RaceClient): void {
    this.contest?.leave(client.sessionId);
    this.drawUpGrid();
  }

  override onDispose(): void {
    this.loop.stop();
    this.contest?.end('interrupted');
    this.unwatch();
  }

  /** Tell matchmaking what this race is, whatever those who look for its code ask for. */
  private async list(begun: boolean): Promise<void> {
    const { code, trackId, laps } = this.state;
    await this.setMetadata({ code, trackId, laps, begun });
  }

  /** Show the entrants as they stand on the grid; cars that are gone disappear. */
  private drawUpGrid(): void {
    const { entrants } = this.contest!;
    const ids = new Set(entrants.map(({ id }) => id));
    for (const [id, { kind }] of [...this.state.cars]) if (kind !== 'ghost' && !ids.has(id)) this.state.cars.delete(id);
    for (const [slot, entrant] of entrants.entries()) {
      if (!this.state.cars.has(entrant.id)) this.state.cars.set(entrant.id, carOf(entrant));
      this.state.cars.get(entrant.id)!.slot = slot;
    }
    this.publish();
  }

  private tick(): void {
    const began = performance.now();
    const contest = this.contest!;
    const before = contest.phase;
    contest.tick((id) => this.inputs.get(id));
    if (contest.phase !== before) this.enter(contest.phase);
    const sends = ++this.ticks % PATCH_TICKS === 0;
    if (sends) this.publish();
    const worked = performance.now();
    if (sends) this.broadcastPatch();
    this.services.ticked?.(worked - began, sends ? performance.now() - worked : 0);
  }

  private enter(phase: RaceState['phase']): void {
    if (phase === 'countdown') {
      void this.lock();
      void this.list(true);
    }
    if (phase === 'finished') this.clock.setTimeout(() => this.disconnect(), RESULTS_SECONDS * 1000);
  }

  private publish(): void {
    const { race, entrants } = this.contest!;
    if (!race) return;
    this.state.phase = race.phase;
    this.state.tick = race.tick;
    for (const [place, car] of standings(race.cars).entries()) {
      const entrant = entrants[car];
      publishCar(race.cars[car], entrant, place + 1, this.state.cars.get(entrant.id)!);
    }
    this.ghosts?.show(race, entrants, this.state.cars);
  }

  /** A fault in a tick ends this race with a word to its people, and nothing else. */
  private fail(error: unknown): void {
    const raceId = this.state.raceId;
    this.services.complain(error, raceId);
    this.contest?.end('interrupted');
    this.broadcast('failed', { raceId, reason: 'The race had to stop: a fault in the server. Start a new one.' });
    this.disconnect(CloseCode.WITH_ERROR).catch(() => {});
  }
}

/** Two waiting races with one code would part those who were given it. */
async function refuseCodeInUse(code: string | undefined): Promise<void> {
  if (code === undefined) return;
  const [race] = await racesByCode(code);
  if (!race || race.state === 'begun') return;
  throw new ServerError(409, `The code "${code}" belongs to a race that waits for people. Join it, or choose another.`);
}

async function visitorOf({ drivers }: RaceServices, options: RaceOptions): Promise<Visitor> {
  const { driverToken, consent } = options;
  const name = options.name ?? 'Guest';
  const spec = CARS.get(options.car)!;
  if (!driverToken) return { name, driverId: null, consent: NO_CONSENT, spec };
  const driverId = await drivers.driverOf(driverToken);
  if (driverId) return { name, driverId, consent, spec };
  throw new ServerError(401, 'The driver token is not valid here. Get a new one with POST /api/drivers.');
}

function readOptions(given: unknown): RaceOptions {
  try {
    return parseRaceOptions(given);
  } catch (error) {
    throw new ServerError(400, (error as Error).message);
  }
}

/** Refusals reach the client with a status and their message. */
async function refusing<Result>(status: number, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw new ServerError(status, (error as Error).message);
  }
}

/** The room class with everything it needs; Colyseus itself makes the rooms. */
export const raceRoom = (services: RaceServices): typeof RaceRoom =>
  class extends RaceRoom {
    override services = services;

    static override async onAuth(_token: string, options: unknown): Promise<Visitor> {
      return await visitorOf(services, readOptions(options));
    }
  };
