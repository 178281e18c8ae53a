/**
 * A recording server to be killed: races of 8 cars on the ring, one after the other, ten times faster than time.
 *
 *   node tests/server/episode/sigkillchild.ts DATA_DIR
 *
 * Prints a line `RACE TICK` for each acknowledgement, straight to the pipe, so that a line that was read was given
 * before the kill.
 */
import { writeSync } from 'node:fs';
import { createRecorder } from '../../../server/episode/recorder.ts';
import { RunningHeat } from './session.ts';

const recorder = createRecorder({
  dataDir: process.argv[2],
  onRecorded: (raceId, tick) => writeSync(1, `${raceId} ${tick}\n`),
});
const raceId = `r-${process.pid}-${process.hrtime.bigint()}`;
const drivers = Array.from({ length: 8 }, (_, car) => `d-${car}`);
const heat = new RunningHeat(recorder, { raceId, ticks: 0, drivers, seed: process.pid % 1000 });
setInterval(() => heat.run(6), 10);
