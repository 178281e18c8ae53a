/**
 * A recorder to be killed: 8 races of 8 cars on the ring, four times faster than time.
 *
 *   node tests/soak/recorderhost.ts DATA_DIR SEED
 *
 * Prints a line `RACE TICK GAP` for each acknowledgement, straight to the pipe, so that a line that was read was given
 * before the kill. Race `r-SEED` and the seven after it drive soakFrame(seed, car, tick).
 */
import { writeSync } from 'node:fs';
import { createRecorder, type Recorder } from '../../server/episode/recorder.ts';
import type { InputFrame } from '../../shared/race/frame.ts';
import { Race } from '../../shared/race/race.ts';
import { CLUB_RACER } from '../../shared/vehicle/spec.ts';
import { headerOf, personCar, RING } from '../shared/episode/drives.ts';
import { soakFrame } from './frames.ts';

const ROOMS = 8;
const CARS = 8;
const TICKS_AT_ONCE = 4;

class SoakRace {
  private readonly race: Race;
  private readonly raceId: string;
  private readonly frames: InputFrame[] = [];
  private readonly flags = new Uint8Array(CARS);
  private readonly seed: number;
  private readonly recorder: Recorder;

  constructor(recorder: Recorder, seed: number) {
    const cars = Array.from({ length: CARS }, (_, car) => ({ id: `c${car}`, spec: CLUB_RACER }));
    const recorded = cars.map((_, car) => car);
    this.recorder = recorder;
    this.seed = seed;
    this.raceId = `r-${seed}`;
    this.race = new Race({ track: RING, laps: 50, contact: true, cars });
    this.race.startCountdown(0);
    const header = headerOf(this.race, recorded, this.raceId);
    header.cars = recorded.map((car) => personCar(`c${car}`, `d-${car}`));
    recorder.begin({ ...header, startedAt: new Date().toISOString() }, this.race, recorded);
  }

  run(ticks: number): void {
    for (let i = 0; i < ticks; i++) {
      for (let car = 0; car < CARS; car++) this.frames[car] = soakFrame(this.seed, car, this.race.tick);
      const result = this.race.step(this.frames);
      this.recorder.tick(this.raceId, this.frames, this.flags, result);
    }
  }
}

const [dataDir, seed] = process.argv.slice(2);
const recorder = createRecorder({
  dataDir,
  onRecorded: (raceId, tick, gapTicks) => writeSync(1, `${raceId} ${tick} ${gapTicks}\n`),
});
const races = Array.from({ length: ROOMS }, (_, room) => new SoakRace(recorder, Number(seed) + room));
// Seconds of the races are not full at the same tick, as those of real rooms are not.
for (const [room, race] of races.entries()) race.run(room * 7);
setInterval(() => {
  for (const race of races) race.run(TICKS_AT_ONCE);
}, 1000 / 60);
