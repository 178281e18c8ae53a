import type { Random } from '../exact/random.ts';
import { cos, sin } from '../exact/trigonometry.ts';
import { SURFACES } from '../track/surface.ts';
import type { Metres, Radians, Ticks } from '../units/units.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import { copyState, restingState, type VehicleState } from '../vehicle/state.ts';
import { type Controls, integrate } from '../vehicle/step.ts';

interface Memory {
  state: VehicleState;
  steer: number;
  pedal: number;
}

/** Share of its deviation that a perception error loses each tick: a correlation time of half a second. */
const FORGET = 1 / 30;

/**
 * What a person believes the car is doing: seen a reaction time ago, carried forward by their own idea of the car and
 * of what they have done with it since, and slightly wrong.
 *
 * The error is an Ornstein–Uhlenbeck process in lateral position and heading. The idea of the car knows nothing of
 * grass, kerbs and other cars, and reckons in whole ticks.
 */
export class Perception {
  private readonly random: Random;
  private readonly spec: VehicleSpec;
  private readonly memories: Memory[];
  private readonly lateralNoise: Metres;
  private readonly headingNoise: Radians;
  private lateral: Metres = 0;
  private turned: Radians = 0;
  private first = 0;
  private held = 0;
  private readonly belief = restingState();
  private readonly controls: Controls = { steer: 0, pedal: 0 };

  constructor(random: Random, spec: VehicleSpec, delay: Ticks, lateralNoise: Metres, headingNoise: Radians) {
    this.random = random;
    this.spec = spec;
    this.lateralNoise = lateralNoise;
    this.headingNoise = headingNoise;
    this.memories = Array.from({ length: delay }, () => ({ state: restingState(), steer: 0, pedal: 0 }));
  }

  /** Forget what was seen, as after a respawn. */
  clear(): void {
    this.held = 0;
  }

  /** Look at the car; the belief about where it is now. The object is overwritten by the next call. */
  perceive(state: VehicleState): VehicleState {
    this.drift();
    this.remember(state);
    const { belief, memories } = this;
    copyState(memories[this.first].state, belief);
    for (let k = 0; k < this.held - 1; k++) {
      const memory = memories[(this.first + k) % memories.length];
      this.controls.steer = memory.steer;
      this.controls.pedal = memory.pedal;
      integrate(belief, this.controls, this.spec, SURFACES.asphalt, 1);
    }
    belief.x -= this.lateral * sin(belief.heading);
    belief.y += this.lateral * cos(belief.heading);
    belief.heading += this.turned;
    belief.distance = state.distance;
    return belief;
  }

  /** Remember what was done about the state last perceived; nothing while none was. */
  acted(steer: number, pedal: number): void {
    if (this.held === 0) return;
    const last = this.memories[(this.first + this.held - 1) % this.memories.length];
    last.steer = steer;
    last.pedal = pedal;
  }

  private drift(): void {
    const kick = Math.sqrt(2 * FORGET) * 0.7;
    this.lateral += this.lateralNoise * kick * this.random.gaussian() - FORGET * this.lateral;
    this.turned += this.headingNoise * kick * this.random.gaussian() - FORGET * this.turned;
  }

  private remember(state: VehicleState): void {
    const size = this.memories.length;
    if (this.held === size) this.first = (this.first + 1) % size;
    else this.held++;
    copyState(state, this.memories[(this.first + this.held - 1) % size].state);
  }
}
