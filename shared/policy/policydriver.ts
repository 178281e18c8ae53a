import type { Driver } from '../driver/driver.ts';
import { ALONE } from '../observation/neighbours.ts';
import { observe } from '../observation/observe.ts';
import { DECISION_TICKS, type ObservationSpec, observationSize } from '../observation/spec.ts';
import { frameOf, type InputFrame, NEUTRAL_FRAME } from '../race/frame.ts';
import type { Race } from '../race/race.ts';
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
 * All clones of one race: every third tick they look and decide in one batched call, in between they hold. In a race
 * with contact those that can see the other cars do; where cars pass through each other everybody drives as if alone.
 *
 * Allocates only the frames, once a decision.
 */
export class PolicyCrew implements Driver {
  readonly cars: readonly number[];
  private readonly batch: PolicyBatch;
  private readonly members: readonly CrewMember[];
  private readonly slots: Int32Array;
  private readonly stride: number;
  private readonly observations: Float32Array;
  private readonly actions: Float32Array;
  private readonly held: InputFrame[];
  private readonly minds: readonly Mind[];
  private readonly company = { cars: ALONE.cars, own: -1 };

  constructor(batch: PolicyBatch, members: readonly CrewMember[]) {
    this.batch = batch;
    this.members = members;
    this.cars = members.map(({ car }) => car);
    this.slots = Int32Array.from(members, ({ slot }) => slot);
    this.stride = Math.max(0, ...members.map(({ observation }) => observationSize(observation)));
    this.observations = new Float32Array(members.length * this.stride);
    this.actions = new Float32Array(members.length * 2);
    this.held = members.map(() => NEUTRAL_FRAME);
    this.minds = members.map(({ slot, car, seed = car }) => batch.mind(slot, seed));
  }

  drive(race: Race, frames: InputFrame[]): void {
    const driving = race.phase === 'racing' || race.phase === 'finished';
    if (driving && race.tick % DECISION_TICKS === 0) this.decide(race);
    for (let i = 0; i < this.members.length; i++) {
      frames[this.members[i].car] = driving ? this.held[i] : NEUTRAL_FRAME;
    }
  }

  private decide(race: Race): void {
    const { company, observations } = this;
    company.cars = race.setup.contact ? race.cars : ALONE.cars;
    for (let i = 0; i < this.members.length; i++) {
      const { car, observation } = this.members[i];
      const { spec } = race.cars[car];
      company.own = car;
      observe(observation, race.track, spec, race.cars[car], observations, i * this.stride, company);
    }
    this.batch.decide(this.slots, observations, this.actions, this.members.length, this.stride, this.minds);
    for (let i = 0; i < this.members.length; i++) {
      this.held[i] = frameOf({ steer: this.actions[2 * i], pedal: this.actions[2 * i + 1] });
    }
  }
}
