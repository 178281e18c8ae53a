/**
 * The game server of the crowd's soak: real rooms, a real recorder, real sockets, and a stopwatch at every tick.
 *
 *   fork('tests/soak/crowdserver.ts', [DATA_DIR, PEOPLE])
 *
 * Sends { port, tokens }; on 'begin' forgets what it measured, on 'report' answers a CrowdReport, on 'end' closes.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { createRecorder, type RecorderState } from '../../server/episode/recorder.ts';
import { driverDirectory } from '../../server/main/directory.ts';
import { RecordedTicks } from '../../server/race/recording.ts';
import { createDriver } from '../../server/store/drivers.ts';
import { openStoreInThread } from '../../server/store/thread.ts';
import { TICK_HZ } from '../../shared/units/units.ts';
import { percentileOf } from '../bench/result.ts';
import { raceServer } from '../server/race/raceserver.ts';

export interface CrowdReport {
  /** Ticks stepped in all rooms, and how many should have been in that time. */
  ticks: number;
  due: number;
  /** Milliseconds between the beginnings of two ticks of a room. */
  gap: Spread;
  /** Of one tick: inputs, race, state; and of the patch that every third one sends. */
  work: Spread;
  patch: Spread;
  /** Share of one core that this process used. */
  cores: number;
  states: RecorderState['kind'][];
  complaints: string[];
  closed: number;
}

export interface Spread {
  p50: number;
  p99: number;
  max: number;
}

interface Watch {
  first: number;
  last: number;
  ticks: number;
}

const [dataDir, people] = process.argv.slice(2);
const rooms = new Map<string, Watch>();
const gaps: number[] = [];
const works: number[] = [];
const patches: number[] = [];
const states: RecorderState['kind'][] = [];
let closed = 0;
let began = performance.now();
let used = process.cpuUsage();

function ticked(work: number, patch: number, raceId: string): void {
  const at = performance.now() - work - patch;
  const room = rooms.get(raceId);
  works.push(work);
  if (patch > 0) patches.push(patch);
  if (!room) {
    rooms.set(raceId, { first: at, last: at, ticks: 1 });
    return;
  }
  gaps.push(at - room.last);
  room.last = at;
  room.ticks++;
}

const spread = (figures: readonly number[]): Spread => ({
  p50: percentileOf(figures, 0.5),
  p99: percentileOf(figures, 0.99),
  max: figures.reduce((most, figure) => Math.max(most, figure), 0),
});

function report(complaints: readonly unknown[]): CrowdReport {
  const watches = [...rooms.values()];
  const { user, system } = process.cpuUsage(used);
  return {
    ticks: watches.reduce((sum, { ticks }) => sum + ticks, 0),
    due: watches.reduce((sum, { first, last }) => sum + Math.round(((last - first) * TICK_HZ) / 1000) + 1, 0),
    ...{ gap: spread(gaps), work: spread(works), patch: spread(patches) },
    cores: (user + system) / 1000 / (performance.now() - began),
    ...{ states, closed, complaints: complaints.map(String) },
  };
}

const recordedTicks = new RecordedTicks();
const recorder = createRecorder({
  dataDir,
  onRecorded: recordedTicks.committed,
  onClosed: () => closed++,
  onState: (state) => {
    states.push(state.kind);
    recordedTicks.turned(state);
  },
});
const store = await openStoreInThread(dataDir);
const tokens: string[] = [];
while (tokens.length < Number(people)) tokens.push((await createDriver(store)).driverToken);
const server = await raceServer({ ticked, recorder, recordedTicks, drivers: driverDirectory(store) });
process.on('message', async (what: 'begin' | 'report' | 'end') => {
  if (what === 'begin') {
    rooms.clear();
    for (const figures of [gaps, works, patches]) figures.length = 0;
    began = performance.now();
    used = process.cpuUsage();
  } else if (what === 'report') process.send!(report(server.complaints));
  else {
    await server.close();
    await recorder.close();
    await store.destroy();
    await pause(10);
    process.exit(0);
  }
});
process.on('disconnect', () => process.exit(1));
process.send!({ port: server.port, tokens });
