import { FULL, type InputFrame } from '../race/frame.ts';
import type { Race } from '../race/race.ts';
import type { Driver, Expert } from './driver.ts';
import { SteeringNoise } from './steeringnoise.ts';

/** What is injected into a demonstrator's steering, and how to draw it again. */
export interface InjectedNoise {
  /** Standard deviation as a share of full lock. */
  deviation: number;
  seed: number;
}

/**
 * A demonstrator whose steering is disturbed on its way to the car from lights out on (DART, see dataset/noise.ts), and who
 * feels what the car then does. What was wanted can be told from what was applied, with the same noise drawn again.
 */
export class NoisyDriver implements Driver {
  readonly cars: readonly number[];
  private readonly expert: Expert;
  private readonly noise: SteeringNoise;

  constructor(expert: Expert, { deviation, seed }: InjectedNoise) {
    this.expert = expert;
    this.cars = expert.cars;
    this.noise = new SteeringNoise(deviation, seed);
  }

  drive(race: Race, frames: InputFrame[]): void {
    this.expert.drive(race, frames);
    if (race.phase !== 'racing') return;
    const added = Math.round(this.noise.at(race.tick) * FULL);
    for (const car of this.cars) {
      const { steer, pedal, buttons } = frames[car];
      frames[car] = { steer: Math.max(-FULL, Math.min(FULL, steer + added)), pedal, buttons };
      this.expert.overruled?.(frames[car]);
    }
  }
}
