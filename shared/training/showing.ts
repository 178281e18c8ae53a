import { type LapDemonstration, STATE_WIDTH } from '../dataset/lap.ts';
import type { Expert } from '../driver/driver.ts';
import type { InputFrame } from '../race/frame.ts';
import { Race } from '../race/race.ts';
import type { Track } from '../track/track.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import { writeState } from '../vehicle/state.ts';

/** Laps that a scripted expert drives alone from the grid on, one after another. */
export function showLaps(
  expert: Expert,
  { track, spec }: { track: Track; spec: VehicleSpec },
  count: number,
  name: string,
): LapDemonstration[] {
  const race = new Race({ track, laps: count, cars: [{ id: name, spec }], contact: false });
  const [car] = race.cars;
  const frames: InputFrame[] = [];
  const laps: LapDemonstration[] = [];
  let states: number[] = [];
  let inputs: number[] = [];
  race.startCountdown(0);
  writeState(car, states, 0);
  while (race.phase === 'racing') {
    expert.drive(race, frames);
    inputs.push(frames[0].steer, frames[0].pedal);
    const { events } = race.step(frames);
    writeState(car, states, states.length);
    for (const event of events) {
      if (event.kind !== 'lap') continue;
      const { number, timeMs, clean, inTraffic } = event.lap;
      laps.push({
        ...{ episodeId: name, driverId: name, number, timeMs, clean, inTraffic, track, spec },
        states: Float32Array.from(states),
        frames: Int8Array.from(inputs),
        others: new Float32Array(0),
      });
      states = states.slice(-STATE_WIDTH);
      inputs = [];
    }
  }
  return laps;
}
