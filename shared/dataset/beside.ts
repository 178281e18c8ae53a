import type { Company } from '../observation/neighbours.ts';
import { readState, restingState, type VehicleState } from '../vehicle/state.ts';
import { othersOf, STATE_WIDTH, type Stretch } from './lap.ts';

/** The other cars of a drive as they were at one of its ticks. */
export class Beside implements Company {
  readonly cars: readonly VehicleState[];
  readonly own = -1;
  private readonly rows: Float32Array;

  /** Throws when it is not known who else was on the road. */
  constructor(drive: Pick<Stretch, 'states' | 'others'>) {
    if (!drive.others) {
      throw new Error(
        'Laps for a clone that sees cars: got one without the other cars of its race, expected to know all in sight. ' +
          'Choose laps in traffic, of races in which everybody near was recorded.',
      );
    }
    this.rows = drive.others;
    this.cars = Array.from({ length: othersOf(drive) }, restingState);
  }

  /** Go to a row of the drive. */
  at(row: number): void {
    const first = row * this.cars.length * STATE_WIDTH;
    for (let k = 0; k < this.cars.length; k++) readState(this.rows, first + k * STATE_WIDTH, this.cars[k]);
  }
}
