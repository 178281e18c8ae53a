/**
 * People without pages: joins rooms, drives at 60 frames a second over real sockets, tells what the server acknowledges.
 * A process of its own, so that a killed server cannot take its witness with it; see DriversOrder.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type InputHandle, type Room } from '@colyseus/sdk';
import { pedalFor } from '../../shared/driver/hands.ts';
import { aimDistance, steerTowards } from '../../shared/driver/pursuit.ts';
import { frameOf, type InputFrame, NEUTRAL_FRAME } from '../../shared/race/frame.ts';
import { roadPose } from '../../shared/track/locate.ts';
import { CLUB_RACER } from '../../shared/vehicle/spec.ts';
import type { RaceState } from '../../shared/wire/state.ts';
import { TRACKS } from '../server/race/raceserver.ts';
import { countedFrame } from './frames.ts';

/** Fill rooms of these sizes, and drive until told to stop or the server is gone. */
export interface DriversOrder {
  port: number;
  trackId: string;
  laps: number;
  /** Their tokens; the same person may race in several rooms. */
  tokens: string[];
  rooms: number[];
  /** Frames that count (frames.ts), or those of somebody who follows the road. */
  frames: 'counted' | 'road';
}

export type FromDrivers =
  | { kind: 'racing'; raceIds: string[] }
  | { kind: 'acknowledged'; raceId: string; tick: number }
  | { kind: 'stopped'; sent: number; late: number; rooms: RoomSeen[] };

/** The last that a room's people saw of it. */
export interface RoomSeen {
  raceId: string;
  tick: number;
  /** The tick it was at when all were asked to stop. */
  askedTick: number;
  recordedTick: number;
  lostTicks: number;
  starvedTicks: number;
  discardedFrames: number;
}

const ACKNOWLEDGED_WITHIN_MS = 60_000;
const CONSENT = { version: 1, recorded: true, shared: false, exported: false };
const tell = (message: FromDrivers): boolean => process.connected && process.send!(message);

class Person {
  readonly room: Room<unknown, RaceState>;
  private readonly input: InputHandle<InputFrame>;
  private readonly index: number;
  private readonly frames: DriversOrder['frames'];
  sent = 0;

  constructor(room: Room<unknown, RaceState>, index: number, frames: DriversOrder['frames']) {
    this.room = room;
    this.index = index;
    this.frames = frames;
    this.input = room.input() as unknown as InputHandle<InputFrame>;
    room.reconnection.enabled = false;
    room.onError(() => {});
  }

  send(): void {
    const { steer, pedal } = this.frames === 'counted' ? countedFrame(this.sent) : this.follow();
    this.input.data.steer = steer;
    this.input.data.pedal = pedal;
    this.input.send();
    this.sent++;
  }

  private follow(): InputFrame {
    const own = this.room.state.cars.get(this.room.sessionId);
    const track = TRACKS.get(this.room.state.trackId);
    if (!own || !track) return NEUTRAL_FRAME;
    const offset = ((this.index % 3) - 1) * 2.5;
    const target = roadPose(track, own.distance + aimDistance(own.vx, 0.5), offset);
    const steer = steerTowards(own, CLUB_RACER, target.x, target.y);
    return frameOf({ steer, pedal: pedalFor(13 + (this.index % 4) - own.vx) });
  }
}

/** Everybody in one order, until it is over. */
class Crowd {
  private readonly people: Person[] = [];
  private readonly rooms: Person[] = [];
  private readonly told = new Map<string, number>();
  private racing = false;
  private stopped = false;
  private late = 0;

  async join(order: DriversOrder): Promise<void> {
    const firsts = order.rooms.map((_, room) => order.rooms.slice(0, room).reduce((sum, size) => sum + size, 0));
    const rooms = await Promise.all(order.rooms.map((size, room) => this.fill(order, firsts[room], size)));
    for (const people of rooms) {
      this.people.push(...people);
      this.rooms.push(people[0]);
    }
    for (const { room } of this.people) room.send('ready');
  }

  /** One room, its people one after the other. */
  private async fill({ port, trackId, laps, tokens, frames }: DriversOrder, first: number, size: number) {
    const people: Person[] = [];
    for (let index = first; index < first + size; index++) {
      const request = { trackId, laps, grid: [], driverToken: tokens[index % tokens.length], consent: CONSENT };
      const client = new Client(`http://127.0.0.1:${port}`);
      const [host] = people;
      const joining = host ? client.joinById(host.room.roomId, request) : client.create('race', request);
      const room = (await joining) as unknown as Room<unknown, RaceState>;
      while (!room.state?.cars?.get(room.sessionId)) await pause(5);
      people.push(new Person(room, index, frames));
    }
    return people;
  }

  /** 60 frames a second of everybody, spread over the sixtieth. */
  async drive(): Promise<void> {
    const began = performance.now();
    for (let frame = 1; !this.stopped; frame++) {
      for (const [i, person] of this.people.entries()) {
        const due = began + ((frame + i / this.people.length) * 1000) / 60;
        const wait = due - performance.now();
        if (wait > 1) await pause(wait);
        if (wait < -50) this.late++;
        if (person.room.connection.isOpen) person.send();
      }
      this.listen();
    }
  }

  /** Drives on until all that was driven so far has been acknowledged, where the server lives. */
  async stop(): Promise<void> {
    const asked = new Map(this.rooms.map(({ room }) => [room, room.state.tick]));
    const awaits = ({ room }: Person) => room.connection.isOpen && room.state.recordedTick < asked.get(room)!;
    for (let waited = 0; waited < ACKNOWLEDGED_WITHIN_MS && this.rooms.some(awaits); waited += 20) await pause(20);
    this.stopped = true;
    const rooms = this.rooms.map(({ room }): RoomSeen => {
      const { state } = room;
      const cars = [...state.cars.values()];
      const { raceId, tick, recordedTick, lostTicks } = state;
      const sum = (field: 'starvedTicks' | 'discardedFrames') => cars.reduce((all, car) => all + car[field], 0);
      const starving = { starvedTicks: sum('starvedTicks'), discardedFrames: sum('discardedFrames') };
      return { raceId, tick, askedTick: asked.get(room)!, recordedTick, lostTicks, ...starving };
    });
    const open = this.people.filter(({ room }) => room.connection.isOpen);
    await Promise.race([Promise.all(open.map(({ room }) => room.leave())), pause(5000)]);
    const sent = this.people.reduce((sum, person) => sum + person.sent, 0);
    tell({ kind: 'stopped', sent, late: this.late, rooms });
  }

  private listen(): void {
    for (const { room } of this.people) {
      const { raceId, recordedTick } = room.state;
      if (recordedTick <= (this.told.get(raceId) ?? -1)) continue;
      this.told.set(raceId, recordedTick);
      tell({ kind: 'acknowledged', raceId, tick: recordedTick });
    }
    if (this.racing || !this.rooms.every(({ room }) => room.state.phase === 'racing')) return;
    this.racing = true;
    tell({ kind: 'racing', raceIds: this.rooms.map(({ room }) => room.state.raceId) });
  }
}

let crowd = new Crowd();
process.on('message', async (message: DriversOrder | 'stop') => {
  if (message === 'stop') {
    await crowd.stop();
    crowd = new Crowd();
    return;
  }
  await crowd.join(message);
  void crowd.drive();
});
process.on('disconnect', () => process.exit(0));
