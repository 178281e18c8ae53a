import type { Driver } from '../driver/driver.ts';
import { ALONE } from '../observation/neighbours.ts';
import { observe } from '../observation/observe.ts';
import { newSituation } from '../observation/situation.ts';
import { decisionTicksOf, type ObservationSpec, observationSize } from '../observation/spec.ts';
import { actionOf, frameOf, type InputFrame, NEUTRAL_FRAME } from '../race/frame.ts';
import type { Race } from '../race/race.ts';
import type { Ticks } from '../units/units.ts';
import type { PolicyBatch } from './forward.ts';
import type { Mind } from './mind.ts';

/** A car that a policy drives. */
export interface CrewMember {
  /** Index of the car in the race. */
  car: number;
  /** The policy in the batch. */
  slot: number;
  observation: ObservationSpec;
  /** Of the draws of a policy that leaves something to chance; by default the car's index. */
  seed?: number;
}

/**
 * All clones of one race: at their beat (every third tick unless their observation says otherwise) they look and decide in
 * one batched call, in between they hold. In a race with contact those that can see the other cars do; where cars pass
 * through each other everybody drives as if alone.
 *
 * Allocates only the frames, once a decision.
 */
export class PolicyCrew implements Driver {
  readonly cars: readonly number[];
  private readonly shifts: readonly Shift[];

  constructor(batch: PolicyBatch, members: readonly CrewMember[]) {
    this.cars = members.map(({ car }) => car);
    const beats = new Set(members.map(({ observation }) => decisionTicksOf(observation)));
    this.shifts = [...beats].map((beat) => {
      const together = members.filter(({ observation }) => decisionTicksOf(observation) === beat);
      return new Shift(batch, together, beat);
    });
  }

  drive(race: Race, frames: InputFrame[]): void {
    const driving = race.phase === 'racing' || race.phase === 'finished';
    for (const shift of this.shifts) {
      if (driving && race.tick % shift.beat === 0) shift.decide(race);
      shift.steer(frames, driving);
    }
  }
}

/** Those of a crew who decide at the same ticks. */
class Shift {
  readonly beat: Ticks;
  private readonly batch: PolicyBatch;
  private readonly members: readonly CrewMember[];
  private readonly slots: Int32Array;
  private readonly stride: number;
  private readonly observations: Float32Array;
  private readonly actions: Float32Array;
  private readonly held: InputFrame[];
  private readonly minds: readonly Mind[];
  private readonly situation = newSituation();

  constructor(batch: PolicyBatch, members: readonly CrewMember[], beat: Ticks) {
    this.batch = batch;
    this.members = members;
    this.beat = beat;
    this.slots = Int32Array.from(members, ({ slot }) => slot);
    this.stride = Math.max(0, ...members.map(({ observation }) => observationSize(observation)));
    this.observations = new Float32Array(members.length * this.stride);
    this.actions = new Float32Array(members.length * 2);
    this.held = members.map(() => NEUTRAL_FRAME);
    this.minds = members.map(({ slot, car, seed = car }) => batch.mind(slot, seed, beat));
  }

  decide(race: Race): void {
    const { situation, observations } = this;
    situation.cars = race.setup.contact ? race.cars : ALONE.cars;
    for (let i = 0; i < this.members.length; i++) {
      const { car, observation } = this.members[i];
      const { spec } = race.cars[car];
      situation.own = car;
      actionOf(this.held[i], situation.done);
      observe(observation, race.track, spec, race.cars[car], observations, i * this.stride, situation);
    }
    this.batch.decide(this.slots, observations, this.actions, this.members.length, this.stride, this.minds);
    for (let i = 0; i < this.members.length; i++) {
      this.held[i] = frameOf({ steer: this.actions[2 * i], pedal: this.actions[2 * i + 1] });
    }
  }

  steer(frames: InputFrame[], driving: boolean): void {
    for (let i = 0; i < this.members.length; i++) {
      frames[this.members[i].car] = driving ? this.held[i] : NEUTRAL_FRAME;
    }
  }
}
