import { type ChildProcess, fork } from 'node:child_process';
import type { DriversOrder, FromDrivers } from './drivers.ts';

/** Everybody who may race is on the grid, lights included, after so long; or something is wrong. */
const RACING_WITHIN_MS = 300_000;
const STOPPED_WITHIN_MS = 120_000;

/** The people's process from outside. */
export class DriversProcess {
  /** The last acknowledged tick of each race, as anybody saw it. */
  readonly acknowledged = new Map<string, number>();
  private readonly child: ChildProcess;
  private readonly waiting = new Map<FromDrivers['kind'], (message: FromDrivers) => void>();

  constructor() {
    this.child = fork(new URL('./drivers.ts', import.meta.url).pathname, { stdio: 'inherit' });
    this.child.on('message', (message: FromDrivers) => {
      if (message.kind === 'acknowledged') this.acknowledged.set(message.raceId, message.tick);
      this.waiting.get(message.kind)?.(message);
    });
  }

  /** Resolves with the races when all of them are under way. */
  async race(order: DriversOrder): Promise<string[]> {
    const racing = this.answer('racing', RACING_WITHIN_MS);
    this.child.send(order);
    return (await racing).raceIds;
  }

  async stop(): Promise<Extract<FromDrivers, { kind: 'stopped' }>> {
    const stopped = this.answer('stopped', STOPPED_WITHIN_MS);
    this.child.send('stop');
    return await stopped;
  }

  end(): void {
    this.child.kill();
  }

  private answer<Kind extends FromDrivers['kind']>(kind: Kind, withinMs: number) {
    return new Promise<Extract<FromDrivers, { kind: Kind }>>((resolve, reject) => {
      const fail = (words: string) => () => reject(new Error(`The drivers were not ${kind}: ${words}.`));
      const timer = setTimeout(fail(`nothing came for ${withinMs / 1000} s`), withinMs);
      const ended = fail('their process ended');
      this.child.once('exit', ended);
      this.waiting.set(kind, (message) => {
        clearTimeout(timer);
        this.child.off('exit', ended);
        this.waiting.delete(kind);
        resolve(message as Extract<FromDrivers, { kind: Kind }>);
      });
    });
  }
}
