import { type ChildProcess, fork } from 'node:child_process';
import { fitNormaliser } from '../../shared/dataset/normaliser.ts';
import { recoverySamples } from '../../shared/dataset/recovery.ts';
import { joinSamples, samplesOf } from '../../shared/dataset/samples.ts';
import { TRACK_FEATURES } from '../../shared/observation/spec.ts';
import { encodePolicy } from '../../shared/policy/file.ts';
import { PHYSICS } from '../../shared/race/constants.ts';
import { registerKernels } from '../../shared/tensor/register.ts';
import { trainNetworks } from '../../shared/training/loop.ts';
import { TRAINING } from '../../shared/training/settings.ts';
import { CLUB_RACER, vehicleHash } from '../../shared/vehicle/spec.ts';
import { noPolicies, type RaceServer, raceServer, TRACKS } from '../server/race/raceserver.ts';
import { madePolicy } from '../shared/policy/fixture.ts';
import { kernelBytes, startWasm } from '../shared/tensor/wasm.ts';
import { lapsOfPlayer } from '../study/players.ts';
import { contestTicker, contestTicks } from './contestticks.ts';
import { type BenchResult, percentileOf } from './result.ts';
import type { RoomOrder, RoomTraffic } from './roomclients.ts';
import { withNeighbours } from './seeing.ts';

const TRACK = 'technical';
const BOTS = 7;
const SECONDS = 20;
/** Fewer than a clone gets: enough to go round. */
const STEPS = 600;

/** Files of BOTS policies that drive, each with weights of its own: one short training of as many seeds. */
async function trainedPolicies(): Promise<Map<string, Uint8Array>> {
  await startWasm(true);
  const restore = registerKernels(kernelBytes()); // given back: other cases measure stock tfjs in this process
  const track = TRACKS.get(TRACK)!;
  const laps = lapsOfPlayer({ hands: 'pad', skill: 'mid', seed: 8 }, track, 2);
  const samples = joinSamples([samplesOf(laps, TRACK_FEATURES), recoverySamples(laps, TRACK_FEATURES)]);
  const normaliser = fitNormaliser([samples]);
  const seeds = Array.from({ length: BOTS }, (_, i) => i + 1);
  const networks = await trainNetworks(samples, null, normaliser, { ...TRAINING, steps: STEPS, seeds });
  restore();
  return new Map(
    networks.map(({ seed, network, weights }) => {
      const { manifest } = madePolicy(seed);
      const place = { trackId: track.id, trackHash: track.hash, vehicleHash: vehicleHash(CLUB_RACER) };
      const own = { network, normaliser, seed, physics: PHYSICS, observation: TRACK_FEATURES };
      return [`bot-${seed}`, encodePolicy({ ...manifest, ...place, ...own }, weights)];
    }),
  );
}

interface Measured extends RoomTraffic {
  /** Milliseconds of each tick while people raced: inputs, race, state. */
  ticks: number[];
  /** Of the patch that every third tick encodes and sends to everybody. */
  patches: number[];
  /** Of ticks of the same race without a network, on a timer beside it: what the machine does to any 60 Hz work. */
  control: number[];
}

/** A room on the real server and people in another process, measured race by race. */
class MeasuredRoom {
  private readonly server: RaceServer;
  private readonly ticks: number[];
  private readonly patches: number[];
  private readonly clients: ChildProcess;

  static async open(files: ReadonlyMap<string, Uint8Array>): Promise<MeasuredRoom> {
    const ticks: number[] = [];
    const patches: number[] = [];
    const policy = async (id: string) => (files.has(id) ? { id, name: id, bytes: files.get(id)! } : null);
    const ticked = (work: number, patch: number) => {
      ticks.push(work);
      patches.push(patch);
    };
    return new MeasuredRoom(await raceServer({ ticked, policies: { ...noPolicies, policy } }), ticks, patches);
  }

  private constructor(server: RaceServer, ticks: number[], patches: number[]) {
    this.server = server;
    this.ticks = ticks;
    this.patches = patches;
    this.clients = fork(new URL('./roomclients.ts', import.meta.url).pathname, { stdio: 'inherit' });
  }

  /** One race, the last SECONDS of it. */
  async race(order: Pick<RoomOrder, 'people' | 'grid'>, controlTick: () => number): Promise<Measured> {
    const { server, clients, ticks, patches } = this;
    const answer = new Promise<RoomTraffic>((resolve, reject) => {
      clients.once('message', (traffic) => resolve(traffic as RoomTraffic));
      clients.once('exit', (code) => reject(new Error(`The clients' process ended with code ${code}.`)));
    });
    clients.send({ port: server.port, trackId: TRACK, seconds: SECONDS, ...order } satisfies RoomOrder);
    const control: number[] = [];
    const timer = setInterval(() => control.push(controlTick()), 1000 / 60);
    const traffic = await answer;
    clearInterval(timer);
    clients.removeAllListeners('exit');
    if (server.complaints.length > 0) throw server.complaints[0];
    const last = (figures: number[]): number[] => figures.splice(0).slice(-SECONDS * 60);
    const sent = last(patches).filter((milliseconds) => milliseconds > 0);
    return { ...traffic, ticks: last(ticks), patches: sent, control: last(control) };
  }

  async close(): Promise<void> {
    this.clients.kill();
    await this.server.close();
  }
}

/**
 * Rooms of 8 cars, with eight people and with one person and seven clones, and one of 16 people: the work of a tick, back to back without a
 * network; a tick of the real server over loopback sockets and, apart, the patch that every third one encodes and sends,
 * whatever else this machine does included, the clients in a process of their own; and the bytes of WebSocket payload
 * that reach a client.
 */
export async function benchRoom(): Promise<BenchResult[]> {
  const files = await trainedPolicies();
  const track = TRACKS.get(TRACK)!;
  const grids = [
    { who: '8-car room, 8 people', people: 8, clones: [] },
    { who: '8-car room, 1 person, 7 clones', people: 1, clones: [...files.keys()] },
    { who: '16-car room, 16 people', people: 16, clones: [] },
  ];
  const bytesOf = (ids: readonly string[]): Uint8Array[] => ids.map((id) => files.get(id)!);
  const work = grids.flatMap(({ who, people, clones }) =>
    tickFigures(`${who}, work of a tick`, contestTicks(track, people + clones.length, bytesOf(clones))),
  );
  const seeing = [...files.values()].map((bytes) => withNeighbours(bytes, track));
  work.push(
    ...tickFigures('8-car room, 1 person, 7 clones that see cars, work of a tick', contestTicks(track, 8, seeing)),
  );
  const room = await MeasuredRoom.open(files);
  const measured: BenchResult[] = [];
  for (const { who, people, clones } of grids) {
    const grid = clones.map((id) => ({ kind: 'policy' as const, id }));
    const control = contestTicker(track, people + clones.length, bytesOf(clones));
    measured.push(...roomFigures(who, await room.race({ people, grid }, control)));
  }
  await room.close();
  return [...work, ...measured];
}

function roomFigures(who: string, { ticks, patches, control, bytesPerSecond }: Measured): BenchResult[] {
  const bytes = { unit: 'bytes/s', value: Math.max(...bytesPerSecond), runs: bytesPerSecond.length, peers: {} };
  return [
    ...tickFigures(`${who}, tick over sockets`, ticks, control),
    ...tickFigures(`${who}, patch to everybody`, patches),
    { name: `${who}, payload to a client`, ...bytes },
  ];
}

function tickFigures(what: string, ticks: readonly number[], control?: readonly number[]): BenchResult[] {
  const shares = { median: 0.5, p99: 0.99 };
  return Object.entries(shares).map(([label, share]) => {
    const value = percentileOf(ticks, share) * 1000;
    const peers: BenchResult['peers'] = control
      ? { 'without a network, on a timer': percentileOf(control, share) * 1000 }
      : {};
    return { name: `${what}, ${label}`, unit: 'µs', value, runs: ticks.length, peers };
  });
}
