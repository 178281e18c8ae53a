import type { Consent } from '../../../shared/wire/options.ts';
import type { NewSessionRequest, SessionOpened } from '../../../shared/wire/sessions.ts';

export const AGREED: Consent = { version: 2, recorded: true, shared: false, exported: false };
export const RING_SESSION: NewSessionRequest = {
  name: 'Collection',
  tracks: ['ring150'],
  laps: 1,
  goal: { cleanLaps: 4 },
};

export interface Answered {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  body: any;
}

/** Asks a server under /api. */
export class Asker {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async ask(method: string, path: string, body?: unknown, token?: string): Promise<Answered> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (token) headers.authorization = `Bearer ${token}`;
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${this.url}/api${path}`, { method, headers, body: text });
    const answer = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: json ? JSON.parse(answer) : answer };
  }

  async driver(): Promise<{ driverId: string; driverToken: string }> {
    return (await this.ask('POST', '/drivers')).body;
  }

  /** A session of this asker's, by a driver of its own. */
  async open(wanted: Partial<NewSessionRequest> = {}): Promise<SessionOpened> {
    const { driverToken } = await this.driver();
    const { status, body } = await this.ask('POST', '/sessions', { ...RING_SESSION, ...wanted }, driverToken);
    if (status !== 201) throw new Error(`Opening a session: got ${status} ${body.detail}`);
    return body;
  }

  /** Somebody new who has joined. */
  async joined(code: string, nickname: string, consent = AGREED): Promise<{ driverId: string; driverToken: string }> {
    const driver = await this.driver();
    const wish = { nickname, consent, language: 'en' };
    const { status, body } = await this.ask('POST', `/sessions/${code}/join`, wish, driver.driverToken);
    if (status !== 200) throw new Error(`Joining ${code}: got ${status} ${body.detail}`);
    return driver;
  }
}
