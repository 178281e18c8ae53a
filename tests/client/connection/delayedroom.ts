import type { InputHandle } from '@colyseus/sdk';
import { JitterBuffer } from '../../../server/race/jitter.ts';
import type { InputFrame } from '../../../shared/race/frame.ts';
import { Race } from '../../../shared/race/race.ts';
import type { Track } from '../../../shared/track/track.ts';
import { CLUB_RACER, type VehicleSpec } from '../../../shared/vehicle/spec.ts';
import { EXACT_FIELDS, type ExactField, type RacePhase } from '../../../shared/wire/state.ts';

const PATCH_TICKS = 3;
const TICK_MS = 1000 / 60;

interface Patch {
  tick: number;
  phase: RacePhase;
  acknowledged: number;
  cars: Record<ExactField, number>[];
}

/** Things on their way: they arrive in the order they were sent, as TCP keeps it. */
class Wire<Thing> {
  private readonly queue: { thing: Thing; at: number }[] = [];
  private last = 0;

  send(thing: Thing, now: number, delay: number): void {
    this.last = Math.max(this.last, now + delay);
    this.queue.push({ thing, at: this.last });
  }

  arrived(now: number): Thing[] {
    const count = this.queue.findIndex(({ at }) => at > now);
    return this.queue.splice(0, count < 0 ? this.queue.length : count).map(({ thing }) => thing);
  }
}

/** The part of the SDK's input handle that prediction observes, on a wire of our own. */
class WireInput {
  data: InputFrame = { steer: 0, pedal: 0, buttons: 0 };
  epoch = 0;
  lastProcessed = 0;
  sentCount = 0;
  readonly replayBufferSize = 128;
  private readonly sent: InputFrame[] = [];
  private readonly listeners: ((sequence: number) => void)[] = [];
  private readonly transmit: (frame: InputFrame) => void;

  constructor(transmit: (frame: InputFrame) => void) {
    this.transmit = transmit;
  }

  get pendingCount(): number {
    return this.sentCount - this.lastProcessed;
  }

  send(): number {
    const frame = { ...this.data };
    this.sent.push(frame);
    this.sentCount += 1;
    this.transmit(frame);
    for (const listener of this.listeners) listener(this.sentCount);
    return this.sentCount;
  }

  onSend(listener: (sequence: number) => void): () => void {
    this.listeners.push(listener);
    return () => this.listeners.splice(this.listeners.indexOf(listener), 1);
  }

  at(sequence: number): InputFrame | undefined {
    return sequence > this.lastProcessed && sequence <= this.sentCount ? this.sent[sequence - 1] : undefined;
  }

  reckonTimeAt(): number {
    return 0;
  }
}

export interface DelayedRoomSetup {
  track: Track;
  laps?: number;
  cars?: number;
  contact?: boolean;
  /** Every car's; the club racer by default. */
  spec?: VehicleSpec;
  /** One-way transit in ms, drawn once a message. */
  delay: () => number;
  /** What the server does to the race after a tick: the scripted part of a test. */
  meddle?: (race: Race) => void;
  /** Frames of the other cars. */
  others?: (race: Race, car: number) => InputFrame;
}

/** Car 0 is predicted by the client under test; a real race, a real jitter buffer and delayed wires stand behind it. */
export class DelayedRoom {
  readonly race: Race;
  readonly state: { tick: number; phase: RacePhase; cars: Map<string, Record<ExactField, number>> };
  readonly input: InputHandle<InputFrame>;
  /** Race ticks in which the buffer was empty or dropped a frame. */
  readonly flagged: number[] = [];
  /** Those in which it was empty. */
  readonly starved: number[] = [];
  private readonly setup: DelayedRoomSetup;
  private readonly buffer = new JitterBuffer();
  private readonly up = new Wire<InputFrame>();
  private readonly down = new Wire<Patch>();
  private readonly frames: InputFrame[] = [];
  private readonly handle: WireInput;
  private consumed = 0;
  private ticks = 0;
  private now = 0;

  constructor(setup: DelayedRoomSetup) {
    this.setup = setup;
    const { track, laps = 50, cars = 1, contact = false, spec = CLUB_RACER } = setup;
    const grid = Array.from({ length: cars }, (_, i) => ({ id: `car${i}`, spec }));
    this.race = new Race({ track, laps, cars: grid, contact });
    this.handle = new WireInput((frame) => this.up.send(frame, this.now, setup.delay()));
    this.input = this.handle as unknown as InputHandle<InputFrame>;
    this.state = { tick: this.race.tick, phase: this.race.phase, cars: new Map() };
    for (const { id, state } of this.rows()) this.state.cars.set(id, state);
    this.race.startCountdown(60);
  }

  /** Frames that wait in the server for their tick, and how many the buffer aims at. */
  get waiting(): { frames: number; target: number } {
    return { frames: this.frames.length, target: this.buffer.target };
  }

  /** Let the world run until `now`: server ticks that are due, messages that arrive. */
  advance(now: number): void {
    while ((this.ticks + 1) * TICK_MS <= now) {
      this.now = (this.ticks + 1) * TICK_MS;
      this.serverTick();
    }
    this.now = now;
    for (const patch of this.down.arrived(now)) this.apply(patch);
  }

  private serverTick(): void {
    this.frames.push(...this.up.arrived(this.now));
    const queue = {
      size: this.frames.length,
      consumedCount: this.consumed,
      next: () => {
        const frame = this.frames.shift();
        if (frame) this.consumed += 1;
        queue.size = this.frames.length;
        queue.consumedCount = this.consumed;
        return frame;
      },
    };
    const { frame, starved, discarded } = this.buffer.take(queue);
    if (starved || discarded > 0) this.flagged.push(this.race.tick);
    if (starved) this.starved.push(this.race.tick);
    const frames = this.race.cars.map((_, car) => (car === 0 ? frame : this.otherFrame(car)));
    this.race.step(frames);
    this.setup.meddle?.(this.race);
    this.ticks += 1;
    if (this.ticks % PATCH_TICKS === 0) this.down.send(this.patch(), this.now, this.setup.delay());
  }

  private otherFrame(car: number): InputFrame {
    return this.setup.others?.(this.race, car) ?? { steer: 0, pedal: 0, buttons: 0 };
  }

  private rows(): { id: string; state: Record<ExactField, number> }[] {
    return this.race.cars.map((car) => {
      const state = {} as Record<ExactField, number>;
      for (const field of EXACT_FIELDS) state[field] = Math.fround(car[field]);
      return { id: car.id, state };
    });
  }

  private patch(): Patch {
    const { tick, phase } = this.race;
    return { tick, phase, acknowledged: this.consumed, cars: this.rows().map(({ state }) => state) };
  }

  private apply(patch: Patch): void {
    this.state.tick = patch.tick;
    this.state.phase = patch.phase;
    this.handle.lastProcessed = patch.acknowledged;
    for (const [index, state] of patch.cars.entries()) Object.assign(this.state.cars.get(`car${index}`)!, state);
  }
}
