/**
 * A recording server on a small disk that is filled and freed while a race of 8 cars goes on, six times faster than time.
 *
 *   node tests/server/episode/faultchild.ts DATA_DIR
 *
 * Prints one JSON document: what was heard, and how the log stands in the end.
 */
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createRecorder, type RecorderState } from '../../../server/episode/recorder.ts';
import { RunningHeat } from './session.ts';

const [dataDir] = process.argv.slice(2);
const filler = join(dataDir, 'filler');
const states: RecorderState['kind'][] = [];
const told = {
  full: 0,
  freed: 0,
  ticks: 0,
  lost: 0,
  reached: 0,
  bytes: statfsSync(dataDir).bsize * statfsSync(dataDir).blocks,
};
let closed: string | null | undefined;
const recorder = createRecorder({
  dataDir,
  maxWaitingBytes: 10_000,
  onRecorded: (_, tick, gapTicks) => {
    told.reached = tick;
    told.lost = gapTicks;
  },
  onClosed: (_, status) => {
    closed = status;
  },
  onState: ({ kind }) => states.push(kind),
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 10) {
    if (waited > 60_000) throw new Error(`Waited 60 s in vain for ${holds}; heard ${states}`);
    await pause(10);
  }
}

/** Not a byte is left. */
function fill(): void {
  const file = openSync(filler, 'w');
  for (let block = Buffer.alloc(64 * 1024, 7); block.length > 0; ) {
    try {
      if (writeSync(file, block) < block.length) throw new Error('full');
    } catch {
      block = block.subarray(0, Math.floor(block.length / 2));
    }
  }
  closeSync(file);
}

const drivers = Array.from({ length: 8 }, (_, car) => `d-${car}`);
const heat = new RunningHeat(recorder, { raceId: 'r-1', ticks: 0, drivers });
const racing = setInterval(() => heat.run(6), 16);
await until(() => told.reached >= 300);
fill();
told.full = told.reached;
await until(() => states.includes('lost'));
// The race goes on while nothing can be kept.
const { tick } = heat.race;
await pause(500);
if (heat.race.tick <= tick) throw new Error('The race stood still.');
rmSync(filler);
told.freed = heat.race.tick;
await until(() => told.lost > 0 && told.reached >= told.freed + 300);
clearInterval(racing);
heat.finish();
await until(() => closed !== undefined);
told.ticks = heat.race.tick;
await recorder.close();
process.stdout.write(JSON.stringify({ ...told, states, closed, applied: heat.applied }));
