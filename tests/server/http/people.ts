import { expect } from 'vitest';
import { createDriver, setConsent } from '../../../server/store/drivers.ts';
import { insertPolicy } from '../../../server/store/policies.ts';
import { CONSENT_VERSION } from '../../../shared/wire/consent.ts';
import { type RunningHeat, runHeat } from '../episode/session.ts';
import { type WholeServer, wholeServer } from '../race/wholeserver.ts';

export type Person = Awaited<ReturnType<typeof createDriver>>;

/** A whole server, and people who drive there, ask it for things, and wait for its jobs. */
export class PeoplesServer {
  readonly server: WholeServer;

  private constructor(server: WholeServer) {
    this.server = server;
  }

  static async open(): Promise<PeoplesServer> {
    return new PeoplesServer(await wholeServer());
  }

  async person(): Promise<Person> {
    const driver = await createDriver(this.server.store);
    const consent = { version: CONSENT_VERSION, recorded: true, shared: true, exported: true };
    await setConsent(this.server.store, driver.driverId, consent, 'ko');
    return driver;
  }

  ask(method: string, path: string, who?: Person, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (who) headers.authorization = `Bearer ${who.driverToken}`;
    const url = `http://127.0.0.1:${this.server.port}/api${path}`;
    return fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  }

  /** What a job came to. */
  async jobOf(response: Response): Promise<{ state: string; result: unknown; error: string | null }> {
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as { id: string };
    for (;;) {
      const job = await (await this.ask('GET', `/jobs/${id}`)).json();
      if (!['queued', 'running'].includes(job.state)) return job;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  /** Two people on the ring for half a minute, and what was driven. */
  async drive(raceId: string, one: Person, other: Person, seed = 1): Promise<RunningHeat> {
    const drivers = [one.driverId, other.driverId];
    const heat = runHeat(this.server.recorder, { raceId, ticks: 1800, drivers, jostling: true, seed });
    await this.server.closed(raceId);
    return heat;
  }

  /** A dataset of somebody's laps; its id. */
  async dataset(who: Person, name: string): Promise<string> {
    const recipe = { trackId: 'ring150', drivers: ['me'], clean: false, inTraffic: true };
    const made = await this.ask('POST', '/datasets', who, { name, recipe });
    expect(made.status).toBe(201);
    return ((await made.json()) as { id: string }).id;
  }

  async policy(datasetId: string, who: Person): Promise<string> {
    const place = { datasetId, driverId: who.driverId, createdBy: who.driverId, trackId: 'ring150' };
    const file = Buffer.from(`weights learned from ${who.driverId}`);
    return (await insertPolicy(this.server.store, { ...place, manifest: { of: who.driverId }, file })).id;
  }
}
