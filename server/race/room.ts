import { isDeepStrictEqual } from 'node:util';
import { type Client, CloseCode, type Deferred, matchMaker, Room, ServerError } from '@colyseus/core';
import { MAX_CARS, PHYSICS } from '../../shared/race/constants.ts';
import { TICK_HZ } from '../../shared/units/units.ts';
import { DriveInput } from '../../shared/wire/input.ts';
import { type Failed, KICKED, type Refused, type Said, type Settings } from '../../shared/wire/messages.ts';
import { RaceState } from '../../shared/wire/state.ts';
import { newId } from '../store/ids.ts';
import { Contest } from './contest.ts';
import { type Company, Desk, ORDERS, Refusal } from './desk.ts';
import { Door } from './door.ts';
import { personEntrant, type Visitor } from './entrant.ts';
import { promisedSeats, refuseUnreliableInput, seatByKind } from './guard.ts';
import { hostAmong } from './host.ts';
import { TickLoop } from './loop.ts';
import { listingOf, type RaceListing, refuseCodeInUse } from './open.ts';
import { sessionRoom } from './organised.ts';
import { publishGrid, publishRace } from './publish.ts';
import { MEASURE_TICKS, RoundTrips } from './roundtrips.ts';
import type { RaceServices } from './services.ts';
import { type Setting, type SettingWish, settingOf } from './setting.ts';
import { guestName, readOptions, rideOf, visitorOf } from './visitors.ts';

/** Races at once in one process: two shared cores carry about 25 with eight people each. */
const MAX_ROOMS = 60;
/** A patch every third tick is 20 Hz. */
const PATCH_TICKS = 3;
/** So long a dropped person may come back; to a race in which a substitute drives meanwhile, longer. */
const RETURN_SECONDS = 20;
const RETURN_TO_RACE_SECONDS = 120;
/** A page that has just joined listens to messages after so long. */
const LISTENING_MS = 1000;
/** 60 frames a second, and what a stalled connection delivers at once when it comes back. */
const MAX_MESSAGES_PER_SECOND = 600;
/** One second of frames; older ones are dropped, and counted as consumed, by the transport. */
const MAX_QUEUED_FRAMES = 64;
/** A race that is over is shown so long, unless everybody leaves before. */
const RESULTS_SECONDS = 600;

type RaceClient = Client<{ auth: Visitor }>;

/**
 * The Colyseus side of a race: people in and out, their frames, what they say and ask for, the state they see.
 *
 * Patches leave in the tick that they show, so that a client's acknowledged frame and the state belong together, which
 * is what prediction stands on.
 */
export class RaceRoom extends Room<{ state: RaceState; input: DriveInput; client: RaceClient; metadata: RaceListing }> {
  /** Set by `raceRoom`. */
  declare services: RaceServices;
  override state = new RaceState();
  override maxMessagesPerSecond = MAX_MESSAGES_PER_SECOND;
  override inputs = this.defineInput(DriveInput, {
    tickRate: TICK_HZ,
    bufferMaxSize: MAX_QUEUED_FRAMES,
    sanitize: { steer: [-127, 127], pedal: [-127, 127] },
  });
  private setting: Setting | null = null;
  private contest: Contest | null = null;
  private readonly door = new Door();
  private readonly desk = new Desk(this.company());
  private readonly roundTrips = new RoundTrips((id, ms) => this.contest?.measured(id, ms));
  /** People who may still come back, by session id. */
  private readonly awaited = new Map<string, Deferred<Client>>();
  private ticks = 0;
  private unwatch: () => void = () => {};
  private leaveSession: () => void = () => {};
  private readonly loop = new TickLoop(
    TICK_HZ,
    () => this.tick(),
    (error) => this.fail(error),
  );

  override async onCreate(given: unknown): Promise<void> {
    this.patchRate = null;
    refuseUnreliableInput(this);
    seatByKind(this, {
      hasSeat: (visitor) => this.door.hasSeat(visitor, this.contest!, promisedSeats(this)),
      promised: () => this.list(),
    });
    const options = readOptions(given);
    if (matchMaker.stats.local.roomCount >= MAX_ROOMS) {
      throw new ServerError(503, `This server is full: ${MAX_ROOMS} races are running. Try again in a minute.`);
    }
    if (options.spectate) throw new ServerError(404, 'There is no race to watch here. Start one, or ask for its code.');
    const code = options.quick ? undefined : options.code;
    const visitor = await visitorOf(this.services, options);
    const setting = await settingOf(this.services, options, visitor);
    await refuseCodeInUse(code);
    Object.assign(this.state, { raceId: newId('r'), physics: PHYSICS, code: code ?? '' });
    this.run(setting);
    const { recordedTicks } = this.services;
    this.unwatch = recordedTicks.watch(this.state.raceId, (standing) => Object.assign(this.state, standing));
    if (visitor.session) this.leaveSession = this.enterSession(visitor.session.sessionId);
    this.onMessage('ready', (client) => this.contest?.ready(client.sessionId));
    for (const what of ORDERS)
      this.onMessage(what, (client, message) => this.desk.hear(client.sessionId, what, message));
    // A message this server does not know, perhaps of a newer page, is no reason to close a connection.
    this.onMessage('*', () => {});
    this.loop.start();
  }

  override async onJoin(client: RaceClient, _options: unknown, visitor: Visitor): Promise<void> {
    const ride = await rideOf(this.services, visitor);
    const contest = this.contest!;
    this.door.check(visitor, contest, ride);
    if (visitor.spectate) this.door.spectators.add(client.sessionId);
    else {
      const name = visitor.name ?? guestName(contest.people);
      contest.join(personEntrant(client.sessionId, name, visitor, ride));
      if (visitor.nameRefused) this.refuseName(client.sessionId, name);
    }
    this.drawUpGrid();
    const { driverId, consent, session } = visitor;
    // Racing unrecorded once takes back nothing that was allowed before; what was agreed to in a session counts there.
    if (driverId && consent.recorded && !session) await this.services.drivers.consented(driverId, consent);
  }

  override onDrop(client: RaceClient): void {
    const { sessionId } = client;
    if (this.door.isShutTo(sessionId)) return;
    const contest = this.contest!;
    contest.connect(sessionId, false);
    const races = contest.phase !== 'waiting' && !this.door.spectators.has(sessionId);
    const seconds = races ? RETURN_TO_RACE_SECONDS : RETURN_SECONDS;
    const back = this.allowReconnection(client, seconds);
    this.awaited.set(sessionId, back);
    // Rejected when nobody comes back; onLeave follows then.
    back.catch(() => {}).finally(() => this.awaited.delete(sessionId));
  }

  override onReconnect(client: RaceClient): void {
    this.contest?.connect(client.sessionId, true);
  }

  override onLeave(client: RaceClient): void {
    this.door.spectators.delete(client.sessionId);
    this.desk.forget(client.sessionId);
    this.roundTrips.forget(client.sessionId);
    this.contest!.leave(client.sessionId);
    this.drawUpGrid();
  }

  override onDispose(): void {
    this.loop.stop();
    this.contest?.end('interrupted');
    this.unwatch();
    this.leaveSession();
  }

  /** What the desk may have done. */
  private company(): Company {
    const room = this;
    return {
      get hostId() {
        return room.state.hostId;
      },
      get phase() {
        return room.contest!.phase;
      },
      has: (id) => room.contest!.people.some((entrant) => entrant.id === id) || room.door.spectators.has(id),
      say: (said: Said) => room.broadcast('said', said),
      change: (settings) => room.change(settings),
      start: () => room.start(),
      kick: (id) => room.sendAway(id, KICKED, 'The host of this race asked you to leave.'),
      refuse: (id, refused) => room.refuse(id, refused),
      complain: (error) => room.services.complain(error, room.state.raceId),
    };
  }

  /** From now on the session's organiser reaches whoever is here. */
  private enterSession(sessionId: string): () => void {
    const { door } = this;
    const sendAway: typeof this.sendAway = (...whom) => this.sendAway(...whom);
    const reached = sessionRoom({ room: this, door, contest: () => this.contest!, sendAway });
    return this.services.sessions.opened(sessionId, reached);
  }

  private start(): void {
    if (this.contest!.held) throw new Refusal('The organiser has paused this session: no race begins now.');
    this.contest!.start();
  }

  private refuseName(id: string, given: string): void {
    const reason = `That name is not shown here; you race as ${given}.`;
    this.clock.setTimeout(() => this.refuse(id, { what: 'name', reason }), LISTENING_MS);
  }

  private refuse(id: string, refused: Refused): void {
    this.clients.getById(id)?.send('refused', refused);
  }

  /** Race on this setting from now on, with everybody who is here. */
  private run(setting: Setting): void {
    const { track, laps, contact, quick, rivals, admission } = setting;
    const session = Math.floor(Math.random() * 1_000_000);
    const setup = { raceId: this.state.raceId, track, laps, contact, quick, rivals, admission, session };
    this.setting = setting;
    this.contest = new Contest({ ...setup, services: this.services }, this.contest);
    Object.assign(this.state, { trackId: track.id, laps });
    for (const [id, { kind }] of [...this.state.cars]) if (kind === 'ghost') this.state.cars.delete(id);
    this.drawUpGrid();
  }

  private async change(settings: Settings): Promise<void> {
    const { track, laps, contact, quick, rivals, ghosts } = this.setting!;
    const host = this.clients.getById(this.state.hostId)?.auth;
    if (!host) throw new Refusal('You are not here.');
    const wish: SettingWish = { trackId: track.id, laps, contact, quick, grid: [], ...settings };
    const next = await settingOf(this.services, wish, host).catch((error: Error) => {
      throw new Refusal(error.message);
    });
    // Rivals nobody asked to change stay, also those that came with a host who has left.
    const same = { rivals, ghosts: next.track === track ? ghosts : next.ghosts };
    const setting = settings.grid ? next : { ...next, ...same };
    const people = this.contest!.people.length + this.promisedCars();
    if (this.contest!.phase !== 'waiting') throw new Refusal('The race has begun.');
    if (people + setting.rivals.length > MAX_CARS) {
      throw new Refusal(`${people} people and ${setting.rivals.length} rivals are more than ${MAX_CARS} cars.`);
    }
    this.run(setting);
  }

  private sendAway(id: string, code: number, reason: string): void {
    const client = this.clients.getById(id);
    const entrant = this.contest!.people.find((person) => person.id === id);
    this.door.shut(id, client?.auth?.driverId ?? entrant?.driverId ?? null);
    this.contest!.leave(id);
    this.drawUpGrid();
    this.awaited.get(id)?.reject();
    client?.leave(code, reason);
  }

  /** Show who is here and what for, to the people and to matchmaking. */
  private drawUpGrid(): void {
    const contest = this.contest!;
    const guests = contest.people.map(({ id, person }) => ({ ...person, id }));
    this.state.hostId = contest.setup.quick ? '' : hostAmong(guests, this.state.hostId);
    this.state.spectators = this.door.spectators.size;
    publishGrid(contest, this.state);
    this.list();
  }

  private list(): void {
    const listing = listingOf(this.contest!, this.state.code, this.promisedCars());
    if (!isDeepStrictEqual(listing, this.metadata)) void this.setMetadata(listing);
  }

  /** People with a seat in a car who have not come yet. */
  private promisedCars(): number {
    return promisedSeats(this).filter(({ spectate }) => !spectate).length;
  }

  private tick(): void {
    const began = performance.now();
    const contest = this.contest!;
    const before = contest.phase;
    contest.tick((id) => this.inputs.get(id));
    if (contest.phase === 'racing' && contest.race!.tick % MEASURE_TICKS === 0) this.roundTrips.measure(this.clients);
    if (contest.phase !== before) this.enter(contest.phase);
    const sends = ++this.ticks % PATCH_TICKS === 0;
    // A promised seat may lapse without a word.
    if (this.ticks % TICK_HZ === 0) this.list();
    if (sends) this.publish();
    const worked = performance.now();
    if (sends) this.broadcastPatch();
    this.services.ticked?.(worked - began, sends ? performance.now() - worked : 0, this.state.raceId);
  }

  private enter(phase: RaceState['phase']): void {
    this.list();
    if (phase === 'finished') this.clock.setTimeout(() => this.disconnect(), RESULTS_SECONDS * 1000);
  }

  private publish(): void {
    const { race, entrants } = this.contest!;
    publishRace(race, entrants, this.state);
    if (race) this.setting!.ghosts.show(race, entrants, this.state.cars);
  }

  /** A fault in a tick ends this race with a word to its people, and nothing else. */
  private fail(error: unknown): void {
    const raceId = this.state.raceId;
    this.services.complain(error, raceId);
    this.contest?.end('interrupted');
    const reason = 'The race had to stop: a fault in the server. Start a new one.';
    this.broadcast('failed', { raceId, reason } satisfies Failed);
    this.disconnect(CloseCode.WITH_ERROR).catch(() => {});
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
