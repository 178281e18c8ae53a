import type { InputHandle } from '@colyseus/sdk';
import { Reconciler } from '@colyseus/sdk/predict';
import type { Metres, Ticks } from '../../shared/units/units.ts';
import { EXACT_FIELDS, type ExactField, type RacePhase } from '../../shared/wire/state.ts';
import { TICK_MS } from './pacer.ts';
import { copyPose, mixPose, type Pose } from './pose.ts';
import { Slide } from './slide.ts';

/** What the server's step of one car reads and writes; every field is on the wire as it is in the simulation. */
export type PredictedState = Record<ExactField, number>;

/** One tick of the own car, in place. `phase` is the race's in the tick in which the server will apply this frame. */
export type StepOwnCar<Frame> = (state: PredictedState, frame: Frame, phase: RacePhase) => void;

/** Which tick of the race an input belongs to, as far as acknowledgements tell. */
export interface Timeline {
  tickOf(sequence: number): Ticks;
  phaseOf(sequence: number): RacePhase;
}

/** A disagreement between server and prediction, found when the input of race tick `tick` was acknowledged. */
export interface Correction {
  tick: Ticks;
  /** How far the drawn car would have jumped without smoothing. */
  metres: Metres;
}

/** A fading correction moves the picture at most this fast (m/s, rad/s): 0.1 m and 2.9° in a frame of 1/60 s. */
const MAX_SLIDE = 6;
const MAX_TURN = 3;
/** Beyond this a correction is a teleport (a respawn we did not foresee) and is shown at once. */
const TELEPORT: Metres = 7;
/** In one predicted tick a car that moves this much further than its speed explains has respawned. */
const LEAP: Metres = 1.5;

/**
 * The car this page drives: stepped with the race's own code the moment an input frame is sent, put right when the
 * server's answer differs.
 *
 * The SDK's reconciler keeps the unacknowledged inputs and rewinds; the server's step and ours give the same bits, so
 * without contact it finds nothing to correct. What it does correct (a push by another car) goes into an offset between
 * the true pose and the drawn one that fades at a limited speed, so nothing on screen ever jumps.
 */
export class OwnCar<Frame> {
  readonly drawn: Pose;
  /** Corrections since the start, newest last, at most 256. */
  readonly corrections: Correction[] = [];
  correctionCount = 0;
  private readonly reconciler: Reconciler<PredictedState, Frame>;
  private readonly input: InputHandle<Frame>;
  private readonly timeline: Timeline;
  private readonly previous: Pose = { x: 0, y: 0, heading: 0 };
  private readonly slide = new Slide(MAX_SLIDE, MAX_TURN);
  private readonly before: Pose = { x: 0, y: 0, heading: 0 };
  private readonly after: Pose = { x: 0, y: 0, heading: 0 };
  private replayed = false;
  private alpha = 0;
  private lastNow = Number.NaN;
  private epoch: number;

  /**
   * @param truth the decoded car of the room state, read again at each acknowledgement
   * @param timeline where in the race the server will apply an input
   */
  constructor(truth: PredictedState, input: InputHandle<Frame>, step: StepOwnCar<Frame>, timeline: Timeline) {
    this.input = input;
    this.timeline = timeline;
    this.epoch = input.epoch;
    this.reconciler = new Reconciler<PredictedState, Frame>(truth, {
      input,
      fields: EXACT_FIELDS,
      smoothMs: 0,
      stepMs: TICK_MS,
      stepSeconds: 1 / 60,
      // Never reached; any value switches the measuring of corrections on.
      warnOnDivergence: Number.MAX_VALUE,
      step: (context, state, frame) => {
        const newest = context.tick === input.sentCount;
        if (newest) copyPose(state, this.previous);
        step(state, frame, timeline.phaseOf(context.tick));
        if (newest) this.noteLeap(state);
        this.replayed = true;
      },
    });
    copyPose(truth, this.previous);
    this.drawn = copyPose(truth, { x: 0, y: 0, heading: 0 });
  }

  /** The exact predicted state at the newest sent input. */
  get state(): Readonly<PredictedState> {
    return this.reconciler.state;
  }

  /** Take in what the server has acknowledged since the last frame; call before the frame's inputs are sent. */
  reconcile(now: number): void {
    mixPose(this.previous, this.state, this.alpha, this.before);
    const seen = this.reconciler.reconcileSeq;
    this.replayed = false;
    this.reconciler.tick(now);
    if (this.input.epoch !== this.epoch) {
      this.epoch = this.input.epoch;
      this.snap();
    } else if (this.reconciler.reconcileSeq !== seen && this.reconciler.lastCorrectionMag > 0) {
      this.absorb();
    }
  }

  /** Fade the offset and place the drawn car; call after the frame's inputs were sent. */
  draw(now: number, alpha: number): Pose {
    const passed = Number.isNaN(this.lastNow) ? 0 : Math.max(0, now - this.lastNow) / 1000;
    this.lastNow = now;
    this.alpha = alpha;
    this.slide.fade(passed);
    mixPose(this.previous, this.state, alpha, this.drawn);
    this.slide.shift(this.drawn);
    return this.drawn;
  }

  /** Forget unacknowledged inputs and start again from the server's state: after a pause in which the server drove. */
  restart(): void {
    this.reconciler.reset();
    this.snap();
  }

  dispose(): void {
    this.reconciler.dispose();
  }

  private absorb(): void {
    if (!this.replayed) copyPose(this.state, this.previous);
    mixPose(this.previous, this.state, this.alpha, this.after);
    const dx = this.before.x - this.after.x;
    const dy = this.before.y - this.after.y;
    const metres = Math.sqrt(dx * dx + dy * dy);
    this.correctionCount += 1;
    this.corrections.push({ tick: this.timeline.tickOf(this.input.lastProcessed), metres });
    if (this.corrections.length > 256) this.corrections.shift();
    if (metres > TELEPORT) {
      this.snap();
      return;
    }
    this.slide.absorb(dx, dy, this.before.heading - this.after.heading);
  }

  private noteLeap(state: PredictedState): void {
    const dx = state.x - this.previous.x;
    const dy = state.y - this.previous.y;
    const speed = Math.sqrt(state.vx * state.vx + state.vy * state.vy);
    if (Math.sqrt(dx * dx + dy * dy) > speed / 60 + LEAP) this.snapTo(state);
  }

  private snap(): void {
    this.snapTo(this.state);
  }

  private snapTo(state: Pose): void {
    copyPose(state, this.previous);
    this.slide.clear();
  }
}
