import type { Driver } from '../../shared/driver/driver.ts';
import { type InputFrame, NEUTRAL_FRAME } from '../../shared/race/frame.ts';
import { Race, type RaceTick } from '../../shared/race/race.ts';
import type { Phase } from '../../shared/race/step.ts';
import type { Track } from '../../shared/track/track.ts';
import { driversOf, type SeatedRival } from '../bot/rivals.ts';
import type { FinishReason } from '../episode/closing.ts';
import type { Recorder } from '../episode/recorder.ts';
import { type Entrant, rivalEntrant } from './entrant.ts';
import type { FrameQueue } from './jitter.ts';
import { ContestRecord } from './recording.ts';
import { StartRule } from './start.ts';

export interface ContestSetup {
  raceId: string;
  track: Track;
  laps: number;
  contact: boolean;
  rivals: readonly SeatedRival[];
  recorder: Recorder;
  /** Which day it is for scripted rivals: they never drive the same race twice. */
  session: number;
}

/**
 * One race with everybody in it, from the waiting grid to the record's end, without a network.
 *
 * Rivals stand at the front of the grid, people behind them in the order they came. Until the countdown people come
 * and go, and the grid is drawn up anew each time.
 */
export class Contest {
  readonly setup: ContestSetup;
  entrants: Entrant[];
  /** Null while nobody is on the grid. */
  race: Race | null = null;
  private readonly drivers: Driver[];
  private frames: InputFrame[] = [];
  private recording: ContestRecord | null = null;
  private readonly startRule = new StartRule();

  constructor(setup: ContestSetup) {
    this.setup = setup;
    this.drivers = driversOf(setup.rivals, setup.track, setup.session);
    this.entrants = setup.rivals.map(rivalEntrant);
    this.drawUp();
  }

  get phase(): Phase {
    return this.race?.phase ?? 'waiting';
  }

  /** Before the countdown only. */
  join(entrant: Entrant): void {
    this.entrants.push(entrant);
    this.drawUp();
  }

  /** A person is gone for good: before the countdown with their car, later without it. */
  leave(id: string): void {
    this.connect(id, false);
    if (this.phase !== 'waiting') return;
    this.entrants = this.entrants.filter((entrant) => entrant.id !== id);
    this.drawUp();
  }

  /** A person's connection broke or came back. */
  connect(id: string, connected: boolean): void {
    const car = this.entrants.findIndex((entrant) => entrant.id === id);
    const person = this.entrants[car]?.person;
    if (!person || person.connected === connected) return;
    person.connected = connected;
    if (connected) person.buffer.reconnect();
    this.recording?.event(car, connected ? 'join' : 'leave');
  }

  ready(id: string): void {
    const person = this.entrants.find((entrant) => entrant.id === id)?.person;
    if (person) person.ready = true;
  }

  /** One tick: everybody's frame, then the race. Frames are consumed in every phase and ignored before the start. */
  tick(queueOf: (id: string) => FrameQueue): void {
    const { race } = this;
    if (!race) return;
    const racing = race.phase === 'racing';
    if (racing) this.recording ??= new ContestRecord(this.setup.recorder, this.setup.raceId, race, this.entrants);
    this.takeFrames(race, queueOf);
    if (race.phase === 'waiting' && this.startRule.due(this.entrants)) race.startCountdown();
    if (race.phase === 'waiting') return;
    for (const driver of this.drivers) driver.drive(race, this.frames);
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

  private drawUp(): void {
    const { track, laps, contact } = this.setup;
    this.frames = this.entrants.map(() => NEUTRAL_FRAME);
    const cars = this.entrants.map(({ id, spec }) => ({ id, spec }));
    this.race = cars.length > 0 ? new Race({ track, laps, cars, contact }) : null;
  }

  private takeFrames(race: Race, queueOf: (id: string) => FrameQueue): void {
    for (const [car, { id, person, marks }] of this.entrants.entries()) {
      race.cars[car].awaited = person?.connected ?? false;
      if (!person) continue;
      const { frame, starved, discarded } = person.buffer.take(queueOf(id));
      this.frames[car] = frame;
      if (race.phase !== 'racing') continue;
      this.recording?.mark(car, starved, discarded);
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
