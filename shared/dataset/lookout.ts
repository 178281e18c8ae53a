import { observe } from '../observation/observe.ts';
import { cameraOf } from '../observation/pictures.ts';
import { newSituation } from '../observation/situation.ts';
import {
  decisionTicksOf,
  knowsPreviousAction,
  type ObservationSpec,
  type Pictures,
  picturesOf,
  seesTraffic,
  withoutPictures,
} from '../observation/spec.ts';
import type { Ticks } from '../units/units.ts';
import { readState, restingState } from '../vehicle/state.ts';
import { Beside } from './beside.ts';
import { heldAction } from './heldaction.ts';
import { STATE_WIDTH } from './lap.ts';
import type { Drive } from './samples.ts';

/** What the driver of a recorded drive could know at each of its ticks. */
export class Lookout {
  private readonly drive: Drive;
  /** What is told in numbers; pictures are drawn as bytes. */
  private readonly numbers: ObservationSpec;
  private readonly pictures: Pictures | null;
  private readonly state = restingState();
  private readonly beside: Beside | null;
  private readonly situation = newSituation();
  private readonly last = new Float32Array(2);
  private readonly hold: Ticks;
  private readonly remembers: boolean;

  /** Throws when the specification holds other cars and those of the drive are not known. */
  constructor(drive: Drive, spec: ObservationSpec) {
    this.drive = drive;
    this.numbers = withoutPictures(spec);
    this.pictures = picturesOf(spec);
    this.hold = decisionTicksOf(spec);
    this.remembers = knowsPreviousAction(spec);
    this.beside = seesTraffic(spec) ? new Beside(drive) : null;
    if (this.beside) this.situation.cars = this.beside.cars;
  }

  /** Write the numbers of the observation at `tick`; a decision at that tick followed one `hold` ticks before. */
  observe(tick: Ticks, out: Float32Array, at: number): void {
    const { drive, situation, state, hold } = this;
    readState(drive.states, tick * STATE_WIDTH, state);
    this.beside?.at(tick);
    if (this.remembers) {
      if (tick >= hold) heldAction(drive.frames, tick - hold, this.last, 0, hold);
      else this.last.fill(0);
      situation.done.steer = this.last[0];
      situation.done.pedal = this.last[1];
    }
    observe(this.numbers, drive.track, drive.spec, state, out, at, situation);
  }

  /** Draw all pictures of the observation at `tick`, one after another, brightness as bytes. */
  draw(tick: Ticks, out: Uint8Array, at: number): void {
    const { drive, situation, state, pictures } = this;
    if (!pictures) return;
    readState(drive.states, tick * STATE_WIDTH, state);
    this.beside?.at(tick);
    const pixels = pictures.width * pictures.height;
    for (const [k, camera] of pictures.cameras.entries()) {
      cameraOf(camera, pictures).draw(drive.track, state, out, at + k * pixels, situation);
    }
  }
}
