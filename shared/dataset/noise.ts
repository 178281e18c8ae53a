import { SteeringNoise } from '../driver/steeringnoise.ts';
import { seededRandom } from '../exact/random.ts';
import { DECISION_TICKS, type Sight } from '../observation/spec.ts';
import { newCar } from '../race/car.ts';
import type { Ticks } from '../units/units.ts';
import { readState } from '../vehicle/state.ts';
import { Escort } from './escort.ts';
import { type LapDemonstration, STATE_WIDTH, ticksOf } from './lap.ts';
import { OwnPace } from './ownpace.ts';
import { ride } from './ride.ts';
import { drawRow, roadsOf, SHORTEST, startsOn } from './roads.ts';
import type { Drive } from './samples.ts';

/** How much is driven with a trembling hand. */
export interface NoiseSettings {
  segments: number;
  seed: number;
  /** Standard deviation of what is added to the steering, as a share of full lock: that of the learner's own error. */
  deviation: number;
  /** Length of each segment, and every how many of its ticks gives a sample. */
  ticks: Ticks;
  stride: Ticks;
}

/** As many ticks in all as perturbed segments have, in longer drives: it takes a while until noise has led astray. */
export const NOISE: Omit<NoiseSettings, 'deviation'> = {
  segments: 90,
  seed: 1,
  ticks: 300,
  stride: DECISION_TICKS,
};

/**
 * Noise injected while demonstrating (DART: Laskey et al. 2017, "DART: Noise Injection for Robust Imitation Learning",
 * Algorithm 1): the supervisor drives, each command is disturbed on its way to the car, and the label is the command as it
 * was meant. So the supervisor shows how to correct errors of the size that the learner will make:
 *
 *   u ~ N(π*(x), Σ),   Σ the learner's covariance Σ_MLE = E (π_θ(x) − π*(x)) (π_θ(x) − π*(x))ᵀ
 *
 * (noiselevel.ts estimates it, of the steering alone, as pedals hardly lead astray). The supervisor here is a
 * controller that follows the person's own recorded path; its commands are no person's, and are counted apart. Drives end
 * where the car is lost; what was shown until then stays.
 */
export function noisyDrives(laps: readonly LapDemonstration[], settings: NoiseSettings, sees: Sight = 'road'): Drive[] {
  const random = seededRandom(settings.seed * 41 + 9);
  const roads = roadsOf(laps);
  const drives: Drive[] = [];
  if (roads.every((road) => startsOn(road) === 0)) return drives;
  const pace = new OwnPace(laps);
  for (let k = 0; k < settings.segments; k++) {
    const { road, row } = drawRow(roads, random);
    const { spec, states } = road.stretch;
    const car = newCar('noisy', spec);
    readState(states, row * STATE_WIDTH, car);
    const escort = new Escort(road.stretch, row, road.to, settings.ticks, pace, sees);
    const noise = new SteeringNoise(settings.deviation, random.integer(2 ** 31));
    const disturbance = (tick: Ticks): number => noise.at(tick);
    const { drive } = ride(car, { road, from: row, ticks: settings.ticks, escort, disturbance });
    if (ticksOf(drive) >= SHORTEST) drives.push(drive);
  }
  return drives;
}
