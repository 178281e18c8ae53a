import { fork } from 'node:child_process';
import { Client, type InputHandle, type Room } from '@colyseus/sdk';
import { ownStep } from '../../../client/connection/ownstep.ts';
import { Prediction } from '../../../client/connection/prediction.ts';
import { pedalFor } from '../../../shared/driver/hands.ts';
import { aimDistance, steerTowards } from '../../../shared/driver/pursuit.ts';
import { frameOf, type InputFrame, NEUTRAL_FRAME } from '../../../shared/race/frame.ts';
import { roadPose } from '../../../shared/track/locate.ts';
import type { Track } from '../../../shared/track/track.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import type { RaceRequest } from '../../../shared/wire/options.ts';
import type { CarState, RaceState } from '../../../shared/wire/state.ts';
import { TRACKS } from './raceserver.ts';

/** Start the server process; its port, and how to end it. */
export async function serverProcess(): Promise<{ port: number; stop(): void }> {
  const child = fork(new URL('./serverprocess.ts', import.meta.url).pathname, { stdio: 'inherit' });
  const port = await new Promise<number>((resolve, reject) => {
    child.on('message', (message: { port?: number }) => message.port && resolve(message.port));
    child.on('exit', (code) => reject(new Error(`The server process ended with code ${code} before it listened.`)));
  });
  return { port, stop: () => child.kill() };
}

/** What its driver wants: a speed, and an offset from the centre line. */
export interface Wish {
  speed: number;
  offset: number;
}

/** The page's connection without a page: the SDK, the prediction, and a simple driver who follows the road. */
export class PredictedClient {
  readonly room: Room<unknown, RaceState>;
  readonly prediction: Prediction;
  readonly input: InputHandle<InputFrame>;
  readonly wish: Wish = { speed: 0, offset: 0 };
  private readonly track: Track;

  static async join(port: number, how: 'create' | 'joinById', request: RaceRequest & { roomId?: string }) {
    const client = new Client(`http://127.0.0.1:${port}`);
    const joining = how === 'create' ? client.create('race', request) : client.joinById(request.roomId!, request);
    return PredictedClient.placed(joining);
  }

  /** Back into a race, as after a reload of the page. */
  static rejoin(port: number, token: string): Promise<PredictedClient> {
    return PredictedClient.placed(new Client(`http://127.0.0.1:${port}`).reconnect(token));
  }

  private static async placed(joining: Promise<unknown>): Promise<PredictedClient> {
    const room = (await joining) as Room<unknown, RaceState>;
    while (!room.state?.cars?.get(room.sessionId)) await new Promise((resolve) => setTimeout(resolve, 5));
    return new PredictedClient(room);
  }

  /** The network goes away, and nothing comes back by itself; what a reloaded page would come back with. */
  drop(): string {
    const token = this.room.reconnectionToken;
    this.room.reconnection.enabled = false;
    const { transport } = this.room.connection as unknown as { transport: { ws: { close(code: number): void } } };
    transport.ws.close(4010);
    return token;
  }

  private constructor(room: Room<unknown, RaceState>) {
    this.room = room;
    this.track = TRACKS.get(room.state.trackId)!;
    this.input = room.input() as unknown as InputHandle<InputFrame>;
    this.prediction = new Prediction(room.state, room.sessionId, this.input, ownStep(this.track, CLUB_RACER));
  }

  /** The own car as the server last told it. */
  get told(): CarState {
    return this.room.state.cars.get(this.room.sessionId)!;
  }

  frame(now: number): void {
    this.prediction.frame(now, () => this.controls());
  }

  private controls(): InputFrame {
    const own = this.prediction.predicted?.state;
    if (!own) return NEUTRAL_FRAME;
    const target = roadPose(this.track, own.distance + aimDistance(own.vx, 0.5), this.wish.offset);
    const steer = steerTowards(own, CLUB_RACER, target.x, target.y);
    return frameOf({ steer, pedal: pedalFor(this.wish.speed - own.vx) });
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Call `frame` 60 times a second without drift, with a clock that knows no lateness, until it says so or time is up. */
export async function virtualFrames(seconds: number, frame: (now: number, count: number) => boolean): Promise<boolean> {
  const start = performance.now();
  for (let count = 1; count <= seconds * 60; count++) {
    const due = start + (count * 1000) / 60;
    for (let wait = due - performance.now(); wait > 0.3; wait = due - performance.now()) await sleep(wait);
    if (frame((count * 1000) / 60, count)) return true;
  }
  return false;
}
