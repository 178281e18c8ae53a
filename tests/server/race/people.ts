import { Client, type Room } from '@colyseus/sdk';
import type { DriveInput } from '../../../shared/wire/input.ts';
import type { Refused, Said } from '../../../shared/wire/messages.ts';
import type { RaceRequest } from '../../../shared/wire/options.ts';
import type { CarState, RaceState } from '../../../shared/wire/state.ts';

export type RaceClient = Room<unknown, RaceState>;

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(happened: () => boolean, what: string, ms = 60_000): Promise<void> {
  const end = performance.now() + ms;
  while (!happened()) {
    if (performance.now() > end) throw new Error(`Waited ${ms} ms in vain: ${what}`);
    await sleep(10);
  }
}

/** Somebody at a page: a connection, what the room told them, and hands that hold the throttle. */
export class Visitor {
  readonly room: RaceClient;
  readonly refused: Refused[] = [];
  readonly said: Said[] = [];
  /** With which code the connection ended; null while it is open. */
  closed: number | null = null;
  private driving: NodeJS.Timeout | undefined;

  constructor(room: RaceClient) {
    this.room = room;
    room.onMessage('refused', (message: Refused) => this.refused.push(message));
    room.onMessage('said', (message: Said) => this.said.push(message));
    room.onLeave((code) => {
      this.closed = code;
    });
  }

  get id(): string {
    return this.room.sessionId;
  }

  get state(): RaceState {
    return this.room.state;
  }

  get car(): CarState | undefined {
    return this.state?.cars?.get(this.id);
  }

  send(type: string, message?: unknown): void {
    this.room.send(type, message);
  }

  /** Full throttle once a tick. */
  drive(): void {
    const input = this.room.input() as unknown as { data: DriveInput; send(): void };
    this.driving = setInterval(() => {
      input.data.pedal = 127;
      input.send();
    }, 1000 / 60);
  }

  rest(): void {
    clearInterval(this.driving);
  }

  /** The network goes away; nothing comes back by itself. Returns what a reload of the page would come back with. */
  drop(): string {
    this.rest();
    const token = this.room.reconnectionToken;
    this.room.reconnection.enabled = false;
    const { transport } = this.room.connection as unknown as { transport: { ws: { close(code: number): void } } };
    transport.ws.close(4010);
    return token;
  }

  async leave(): Promise<void> {
    this.rest();
    if (this.closed === null) await this.room.leave().catch(() => {});
  }
}

/** Everybody of a test, who all leave at its end. */
export class People {
  private readonly url: string;
  private readonly all: Visitor[] = [];

  constructor(url: string) {
    this.url = url;
  }

  create(request: RaceRequest): Promise<Visitor> {
    return this.enter(new Client(this.url).create('race', request), true);
  }

  join(request: RaceRequest): Promise<Visitor> {
    return this.enter(new Client(this.url).join('race', request), request.spectate !== true);
  }

  joinOrCreate(request: RaceRequest): Promise<Visitor> {
    return this.enter(new Client(this.url).joinOrCreate('race', request), true);
  }

  joinById(roomId: string, request: RaceRequest): Promise<Visitor> {
    return this.enter(new Client(this.url).joinById(roomId, request), request.spectate !== true);
  }

  reconnect(token: string, { spectate }: Pick<RaceRequest, 'spectate'> = {}): Promise<Visitor> {
    return this.enter(new Client(this.url).reconnect(token), spectate !== true);
  }

  async everybodyLeaves(): Promise<void> {
    await Promise.all(this.all.splice(0).map((person) => person.leave()));
  }

  private async enter(joining: Promise<unknown>, withCar: boolean): Promise<Visitor> {
    const visitor = new Visitor((await joining) as RaceClient);
    this.all.push(visitor);
    await until(() => (withCar ? visitor.car !== undefined : visitor.state?.raceId !== undefined), 'the first state');
    return visitor;
  }
}
