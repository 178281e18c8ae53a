import { Encoder } from '@colyseus/schema';
import { Client, type Room } from '@colyseus/sdk';
import type { SeatedRival } from '../../server/bot/rivals.ts';
import { Contest } from '../../server/race/contest.ts';
import { personEntrant } from '../../server/race/entrant.ts';
import type { FrameQueue } from '../../server/race/jitter.ts';
import { carOf, publishCar } from '../../server/race/publish.ts';
import { standings } from '../../shared/race/standings.ts';
import type { DriveInput } from '../../shared/wire/input.ts';
import { NO_CONSENT } from '../../shared/wire/options.ts';
import { RaceState } from '../../shared/wire/state.ts';
import { forgetfulRecorder, raceServer, TRACKS } from '../server/race/raceserver.ts';
import { madePolicy } from '../shared/policy/fixture.ts';
import { type BenchResult, percentileOf } from './result.ts';

const CARS = 8;
const WARM_UP = 20 * 60;
const TICKS = 60 * 60;
/** The hidden layers that clones are trained with. */
const HIDDEN = [128, 128];

/** A race of 8 with `clones` of them driven by policies, each its own, and people who weave. */
function contestWith(clones: number): Contest {
  const track = TRACKS.get('technical')!;
  const rivals = Array.from({ length: clones }, (_, i): SeatedRival => {
    return { kind: 'policy', name: 'clone', policyId: `p-${i}`, policy: madePolicy(i + 1, HIDDEN) };
  });
  const setup = { raceId: 'bench', track, laps: 50, contact: true, rivals, recorder: forgetfulRecorder, session: 1 };
  const contest = new Contest(setup);
  for (let i = clones; i < CARS; i++) {
    contest.join(personEntrant(`person-${i}`, 'Somebody', null, NO_CONSENT));
    contest.ready(`person-${i}`);
  }
  return contest;
}

/** Milliseconds of each tick: frames, drivers, physics, and every third the state's copy and encoding. */
function tickTimes(clones: number): number[] {
  const contest = contestWith(clones);
  const state = new RaceState();
  for (const entrant of contest.entrants) state.cars.set(entrant.id, carOf(entrant));
  const encoder = new Encoder(state);
  const times: number[] = [];
  for (let n = 0; n < WARM_UP + TICKS; n++) {
    const steer = Math.round(30 * Math.sin(n / 40));
    const queue: FrameQueue = { size: 4, consumedCount: 0, next: () => ({ steer, pedal: 60, buttons: 0 }) };
    const start = performance.now();
    contest.tick(() => queue);
    if (n % 3 === 0) publish(contest, state, encoder);
    if (n >= WARM_UP) times.push(performance.now() - start);
  }
  return times;
}

function publish({ race, entrants }: Contest, state: RaceState, encoder: Encoder): void {
  state.tick = race!.tick;
  for (const [place, car] of standings(race!.cars).entries()) {
    publishCar(race!.cars[car], entrants[car], place + 1, state.cars.get(entrants[car].id)!);
  }
  encoder.encode();
  encoder.discardChanges();
}

/** WebSocket payload a second that one person of 8 cars receives while racing, all cars moving. */
async function bytesPerSecond(seconds: number): Promise<number> {
  const server = await raceServer();
  const grid = Array.from({ length: CARS - 1 }, () => ({ kind: 'scripted' as const }));
  const room = (await new Client(server.url).create('race', { trackId: 'oval', laps: 50, grid })) as unknown as Room<
    unknown,
    RaceState
  >;
  const socket = (room.connection as unknown as { transport: { ws: WebSocket } }).transport.ws;
  let bytes = 0;
  socket.addEventListener('message', ({ data }) => {
    bytes += (data as ArrayBuffer).byteLength;
  });
  const input = room.input() as unknown as { data: DriveInput; send(): void };
  const driving = setInterval(() => {
    input.data.pedal = 60;
    input.send();
  }, 1000 / 60);
  room.send('ready');
  while (room.state?.phase !== 'racing' || room.state.tick < 120) await new Promise((done) => setTimeout(done, 20));
  const before = bytes;
  const start = performance.now();
  await new Promise((done) => setTimeout(done, seconds * 1000));
  const rate = (bytes - before) / ((performance.now() - start) / 1000);
  clearInterval(driving);
  await room.leave();
  await server.close();
  return rate;
}

export async function benchRoom(): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const clones of [0, CARS - 1]) {
    const times = tickTimes(clones);
    const name = `tick of an 8-car room, ${clones} clones`;
    results.push({
      name: `${name}, median`,
      unit: 'ms',
      value: percentileOf(times, 0.5),
      runs: times.length,
      peers: {},
    });
    results.push({ name: `${name}, p99`, unit: 'ms', value: percentileOf(times, 0.99), runs: times.length, peers: {} });
  }
  const rate = await bytesPerSecond(10);
  results.push({ name: 'WebSocket payload per client, 8 cars', unit: 'B/s', value: rate, runs: 1, peers: {} });
  return results;
}
