import type { InputHandle } from '@colyseus/sdk';
import type { InputFrame } from '../../shared/race/frame.ts';
import type { Seconds, Ticks } from '../../shared/units/units.ts';
import type { ExactField, RacePhase, Wheel } from '../../shared/wire/state.ts';
import { DELAY_TICKS, stillMotion, TickClock } from './interpolation.ts';
import { OtherCar } from './othercar.ts';
import { OwnCar, type StepOwnCar, type Timeline } from './owncar.ts';
import { Pacer } from './pacer.ts';
import type { DrawnCar } from './pose.ts';
import { Slide } from './slide.ts';

/** A frame clock that stood still this long (hidden tab, sleeping machine): the server drove meanwhile. */
const PAUSE_MS = 400;

/** When the wheel changes hands the picture of the car moves between both clocks at most this fast (m/s, rad/s). */
const MAX_SLIDE = 8;
const MAX_TURN = 3;

const LONGEST_LEAD: Ticks = 24;
/** Time constant with which a change of lead is followed. */
const LEAD_MS = 350;

/** What prediction reads of a room's state; the decoded Colyseus state is one. */
export interface PredictableState {
  readonly tick: Ticks;
  readonly phase: RacePhase;
  readonly cars: {
    get(id: string): (Record<ExactField, number> & { readonly ridden?: boolean; readonly wheel?: Wheel }) | undefined;
    forEach(visit: (car: Record<ExactField, number>, id: string) => void): void;
  };
}

/**
 * All cars of one race as they are drawn, from a frame clock that is handed in.
 *
 * The own car is stepped at once with the race's own code; every other car is shown 100 ms in the past between two
 * patches, and carried on from there when it is near. So is the own car while one's clone has its wheel: nobody here knows
 * what it will do. Knows no DOM and no clock of its own.
 */
export class Prediction implements Timeline {
  readonly ownId: string;
  private readonly state: PredictableState;
  private readonly input: InputHandle<InputFrame>;
  private readonly step: StepOwnCar<InputFrame>;
  private readonly pacer = new Pacer();
  private readonly clock = new TickClock();
  private readonly others = new Map<string, OtherCar>();
  private readonly drawnOwn = stillMotion();
  private readonly handover = new Slide(MAX_SLIDE, MAX_TURN);
  /** The own car was driven by one's clone in the frame before; undefined before the first. */
  private wasLed: boolean | undefined;
  private own: OwnCar<InputFrame> | undefined;
  private lead: Ticks = 0;
  private seenTick: Ticks = Number.NaN;
  private lastNow = Number.NaN;

  constructor(state: PredictableState, ownId: string, input: InputHandle<InputFrame>, step: StepOwnCar<InputFrame>) {
    this.state = state;
    this.ownId = ownId;
    this.input = input;
    this.step = step;
  }

  /**
   * One frame: take in patches, send an input frame for each tick that is due, place every car.
   *
   * @param now time stamp of the frame in milliseconds
   * @param read the controls at this instant; called once for each tick that is due
   */
  frame(now: number, read: () => InputFrame): void {
    const passed = Number.isNaN(this.lastNow) ? 0 : now - this.lastNow;
    const paused = passed > PAUSE_MS;
    this.lastNow = now;
    this.takeSnapshot(now);
    const own = this.ownCar();
    const led = this.isLed();
    const shown = this.clock.at(now) - DELAY_TICKS;
    if (own) {
      if (paused || led) own.restart();
      own.reconcile(now);
      this.send(this.pacer.due(now), read);
      this.placeOwn(own, led, now, shown, passed / 1000);
    }
    this.followLead(shown, passed, led);
    const near = own && this.drawnOwn;
    for (const [id, other] of this.others)
      if (id !== this.ownId || !own) other.draw(shown, this.lead, near, passed / 1000);
  }

  /** Where a car is drawn in the latest frame; the same object every frame. */
  car(id: string): DrawnCar | undefined {
    return id === this.ownId && this.own ? this.drawnOwn : this.others.get(id)?.drawn;
  }

  /** The predicted own car: exact state and corrections; undefined until the server has placed it. */
  get predicted(): OwnCar<InputFrame> | undefined {
    return this.own;
  }

  /** The race tick of the newest sent input, as far as acknowledgements tell; the own car's "now". */
  get ownTick(): Ticks {
    return this.tickOf(this.input.sentCount) + 1;
  }

  /**
   * The state at tick T (T ticks done) has consumed the inputs up to the acknowledged one, so that one drove tick T − 1
   * and each later one drives one tick later.
   */
  tickOf(sequence: number): Ticks {
    return this.state.tick + (sequence - this.input.lastProcessed) - 1;
  }

  /** Lights go out at a known tick, so the car starts in the right one although the patch that says so is yet to come. */
  phaseOf(sequence: number): RacePhase {
    const { phase } = this.state;
    if (phase !== 'countdown' && phase !== 'racing') return phase;
    return this.tickOf(sequence) < 0 ? 'countdown' : 'racing';
  }

  /** Send one frame with hands off: before the page stops being drawn. */
  letGo(): void {
    this.stage({ steer: 0, pedal: 0, buttons: 0 });
    this.input.send();
  }

  dispose(): void {
    this.own?.dispose();
  }

  private ownCar(): OwnCar<InputFrame> | undefined {
    const truth = this.state.cars.get(this.ownId);
    if (!this.own && truth) this.own = new OwnCar(truth, this.input, this.step, this);
    return this.own;
  }

  private send(ticks: number, read: () => InputFrame): void {
    for (let i = 0; i < ticks; i++) {
      this.stage(read());
      this.input.send();
    }
  }

  private stage(frame: InputFrame): void {
    const { data } = this.input;
    data.steer = frame.steer;
    data.pedal = frame.pedal;
    data.buttons = frame.buttons;
  }

  private takeSnapshot(now: number): void {
    const { tick, phase } = this.state;
    // While the race waits its tick stands still and people come and go.
    if (tick === this.seenTick && phase !== 'waiting') return;
    if (tick !== this.seenTick) this.clock.sample(tick, now);
    this.seenTick = tick;
    this.state.cars.forEach((car, id) => {
      const other = this.others.get(id) ?? new OtherCar();
      this.others.set(id, other);
      other.hear(tick, car);
    });
    for (const id of this.others.keys()) if (!this.state.cars.get(id)) this.others.delete(id);
  }

  /** How many ticks the own car is ahead of the picture of the others, followed slowly. */
  private followLead(shown: Ticks, passed: number, led: boolean): void {
    const ahead = led ? 0 : this.ownTick - 1 + this.pacer.alpha - shown;
    const lead = Math.max(0, Math.min(LONGEST_LEAD, ahead));
    this.lead += (lead - this.lead) * (1 - Math.exp(-passed / LEAD_MS));
  }

  /** One's clone drives the own car. */
  private isLed(): boolean {
    const car = this.state.cars.get(this.ownId);
    return car?.ridden === true && car.wheel !== 'own';
  }

  /** Led it is drawn as any other car is; when the wheel changes hands the picture slides from one clock to the other. */
  private placeOwn(own: OwnCar<InputFrame>, led: boolean, now: number, shown: Ticks, passed: Seconds): void {
    const { x, y, heading } = this.drawnOwn;
    const other = this.others.get(this.ownId);
    if (led && other) {
      other.draw(shown, 0, undefined, passed);
      Object.assign(this.drawnOwn, other.drawn);
    } else this.drawOwn(own, now);
    const drawn = this.drawnOwn;
    this.handover.fade(passed);
    if (this.wasLed !== undefined && this.wasLed !== led) {
      this.handover.absorb(x - drawn.x, y - drawn.y, heading - drawn.heading);
    }
    this.wasLed = led;
    this.handover.shift(drawn);
  }

  private drawOwn(own: OwnCar<InputFrame>, now: number): void {
    const pose = own.draw(now, this.pacer.alpha);
    const { state } = own;
    const out = this.drawnOwn;
    out.x = pose.x;
    out.y = pose.y;
    out.heading = pose.heading;
    out.steer = state.steer;
    out.speed = Math.sqrt(state.vx * state.vx + state.vy * state.vy);
    out.distance = state.distance;
  }
}
