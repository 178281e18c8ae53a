import type { Driver } from '../../shared/driver/driver.ts';
import { MAX_CARS } from '../../shared/race/constants.ts';
import { type InputFrame, NEUTRAL_FRAME } from '../../shared/race/frame.ts';
import { Race, type RaceTick } from '../../shared/race/race.ts';
import type { Phase } from '../../shared/race/step.ts';
import type { Track } from '../../shared/track/track.ts';
import { driversOf, everyoneSeesCars, type SeatedRival } from '../bot/rivals.ts';
import type { FinishReason } from '../episode/closing.ts';
import { type Entrant, isPerson, type PersonEntrant, rivalEntrant } from './entrant.ts';
import type { FrameQueue } from './jitter.ts';
import { rivalsBeside } from './quickplay.ts';
import { ContestRecord } from './recording.ts';
import type { Admission, RaceServices } from './services.ts';
import { StartRule } from './start.ts';
import { Substitutes } from './substitutes.ts';

export interface ContestSetup {
  raceId: string;
  track: Track;
  laps: number;
  /** Whether cars are to touch; with a clone on the grid that cannot see cars they do not all the same. */
  contact: boolean;
  rivals: readonly SeatedRival[];
  /** Strangers race: rivals give way to people, and it starts by itself. */
  quick: boolean;
  /** The session it is driven for, as its first driver was admitted. */
  admission: Admission | null;
  services: Pick<RaceServices, 'recorder' | 'policies' | 'complain'>;
  /** Which day it is for scripted rivals: they never drive the same race twice. */
  session: number;
}

/** Nobody is there to send frames. */
const NO_FRAMES: FrameQueue = { size: 0, consumedCount: 0, next: () => undefined };

/**
 * One race with everybody in it, from the waiting grid to the record's end, without a network.
 *
 * Rivals stand at the front of the grid, people behind them in the order they came. Until the countdown people come
 * and go, and the grid is drawn up anew each time.
 */
export class Contest {
  readonly setup: ContestSetup;
  /** How many people have room. */
  readonly places: number;
  entrants: Entrant[] = [];
  /** Null while nobody is on the grid. */
  race: Race | null = null;
  /** While the organiser of its session pauses, it does not begin. */
  held = false;
  private readonly substitutes: Substitutes;
  private readonly startRule: StartRule;
  private drivers: Driver[] = [];
  private frames: InputFrame[] = [];
  private recording: ContestRecord | null = null;

  /** The people of the waiting race that this one replaces come over; whoever was ready for that one is asked again. */
  constructor(setup: ContestSetup, replaced: Contest | null = null) {
    const { track, quick, rivals, session, services } = setup;
    this.setup = setup;
    this.places = quick ? MAX_CARS : MAX_CARS - rivals.length;
    this.startRule = new StartRule(quick);
    this.held = replaced?.held ?? false;
    const people = replaced?.people ?? [];
    for (const { person } of people) person.ready = false;
    this.drawUp(people);
    const prepared = replaced?.setup.track === track ? replaced.substitutes : null;
    this.substitutes = prepared ?? new Substitutes(track, session, services.policies);
    if (!prepared) for (const entrant of people) this.prepareSubstitute(entrant);
  }

  get phase(): Phase {
    return this.race?.phase ?? 'waiting';
  }

  /** Everybody who has a car and has not left, in the order they came. */
  get people(): PersonEntrant[] {
    return this.entrants.filter(isPerson).filter(({ person }) => !person.gone);
  }

  /** Everybody with a car and a driver's token who has not left; `driving` until they are home. */
  peopleNow(): { driverId: string; connected: boolean; driving: boolean }[] {
    const races = this.phase === 'countdown' || this.phase === 'racing';
    return this.entrants.flatMap(({ driverId, person }, car) => {
      if (!person || person.gone || driverId === null) return [];
      const driving = races && this.race?.cars[car].finishMs === null;
      return [{ driverId, connected: person.connected, driving }];
    });
  }

  /** Before the countdown only. */
  join(entrant: PersonEntrant): void {
    this.drawUp([...this.people, entrant]);
    this.prepareSubstitute(entrant);
  }

  /** A person is gone for good: before the countdown with their car, later without it. */
  leave(id: string): void {
    this.connect(id, false);
    const person = this.personOf(id);
    if (person) person.gone = true;
    if (person && this.phase === 'waiting') this.drawUp(this.people);
  }

  /** A person's connection broke or came back. */
  connect(id: string, connected: boolean): void {
    const car = this.entrants.findIndex((entrant) => entrant.id === id);
    const person = this.entrants[car]?.person;
    if (!person || person.gone || person.connected === connected) return;
    person.connected = connected;
    if (connected) person.buffer.reconnect();
    this.recording?.event(car, connected ? 'join' : 'leave');
  }

  /** A round trip to a person's page was measured; who does not drive at the moment has none in the record. */
  measured(id: string, ms: number): void {
    const car = this.entrants.findIndex((entrant) => entrant.id === id);
    if (this.phase === 'racing' && this.entrants[car]?.person?.wheel === 'own') this.recording?.latency(car, ms);
  }

  ready(id: string): void {
    const person = this.personOf(id);
    if (person) person.ready = true;
  }

  /** Switch the lights on, ready or not; while waiting only. */
  start(): void {
    const { track, session } = this.setup;
    if (!this.race || this.phase !== 'waiting' || this.held) return;
    this.drivers = driversOf(this.rivals(this.people), track, session);
    this.race.startCountdown();
  }

  /** One tick: everybody's frame, then the race. Frames are consumed in every phase and ignored before the start. */
  tick(queueOf: (id: string) => FrameQueue): void {
    const { race } = this;
    if (!race) return;
    const racing = race.phase === 'racing';
    if (racing) this.recording ??= new ContestRecord(this.setup, race, this.entrants);
    this.takeFrames(race, queueOf);
    if (race.phase === 'waiting' && this.startRule.due(this.entrants)) this.start();
    if (race.phase === 'waiting') return;
    for (const driver of this.drivers) driver.drive(race, this.frames);
    this.substitutes.drive(race, this.frames);
    for (const [car, entrant] of this.entrants.entries()) {
      if (isPerson(entrant)) entrant.person.ride?.drive(race, car, entrant, this.frames);
    }
    const { tick } = race;
    const result = race.step(this.frames);
    if (!racing) return;
    this.recording?.tick(this.frames, result);
    this.note(race, result, tick);
    if (this.phase === 'finished') this.end('complete');
  }

  /** Close the record; later calls do nothing. */
  end(reason: FinishReason): void {
    this.recording?.finish(reason);
  }

  private personOf(id: string): PersonEntrant['person'] | undefined {
    return this.people.find((entrant) => entrant.id === id)?.person;
  }

  private rivals(people: readonly PersonEntrant[]): readonly SeatedRival[] {
    const { quick, rivals } = this.setup;
    return quick ? rivalsBeside(people.length, rivals) : rivals;
  }

  private drawUp(people: readonly PersonEntrant[]): void {
    const { track, laps } = this.setup;
    const rivals = this.rivals(people);
    this.entrants = [...rivals.map(rivalEntrant), ...people];
    this.frames = this.entrants.map(() => NEUTRAL_FRAME);
    const cars = this.entrants.map(({ id, spec }) => ({ id, spec }));
    const rides = people.flatMap(({ person }) => person.ride?.clone ?? []);
    const contact = this.setup.contact && everyoneSeesCars([...rivals, ...rides]);
    this.race = cars.length > 0 ? new Race({ track, laps, cars, contact }) : null;
  }

  private prepareSubstitute(entrant: PersonEntrant): void {
    const { raceId, services } = this.setup;
    this.substitutes.prepare(entrant).catch((error) => services.complain(error, raceId));
  }

  private takeFrames(race: Race, queueOf: (id: string) => FrameQueue): void {
    const alone = this.people.length === 1;
    for (const [car, entrant] of this.entrants.entries()) {
      race.cars[car].awaited = entrant.person?.connected ?? false;
      if (!isPerson(entrant)) continue;
      const { id, person, marks } = entrant;
      const { frame, starved, discarded } = person.buffer.take(person.gone ? NO_FRAMES : queueOf(id));
      this.frames[car] = frame;
      if (race.phase !== 'racing') continue;
      const driver = person.ride
        ? person.ride.watch(race, entrant, frame, !starved)
        : this.substitutes.watch(race, car, entrant, !starved, alone);
      if (driver) this.recording?.driver(car, driver);
      const own = person.wheel === 'own';
      this.recording?.mark(car, own && starved, own ? discarded : 0);
      if (starved) marks.starvedTick = race.tick;
      if (discarded > 0) marks.discardedTick = race.tick;
      marks.starvedTicks += Number(starved);
      marks.discardedFrames += discarded;
    }
  }

  private note(race: Race, { contacts }: RaceTick, tick: number): void {
    for (const { a, b } of contacts) {
      this.entrants[a].marks.contactTick = tick;
      this.entrants[b].marks.contactTick = tick;
    }
    for (const [car, { marks }] of this.entrants.entries()) marks.falls += Number(race.cars[car].events.fell);
  }
}
