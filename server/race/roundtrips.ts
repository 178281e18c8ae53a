import { randomBytes } from 'node:crypto';
import { TICK_HZ, type Ticks } from '../../shared/units/units.ts';

/** What the transport's connection (ws 8) offers to be pinged. Browsers answer by themselves, also in a hidden tab. */
interface Connection {
  ping(payload: Uint8Array): void;
  on(event: 'pong', heard: (payload: Uint8Array) => void): void;
}

/** A client of a Colyseus room. */
export interface Pinged {
  sessionId: string;
  ref: unknown;
}

/** How often to measure while people race. */
export const MEASURE_TICKS: Ticks = 2 * TICK_HZ;
/** An answer that takes longer was lost with its connection. */
const PATIENCE_MS = 10_000;

/**
 * How long a frame travels to a page and back: WebSocket pings with a random payload, which the page's answer repeats.
 *
 * What is measured is the connection alone, without the jitter buffer and the patch that a page also waits for; nobody
 * can answer before they were asked. One ping at a time is on its way to each client.
 */
export class RoundTrips {
  private readonly tell: (sessionId: string, ms: number) => void;
  private readonly heard = new WeakSet<object>();
  private readonly asked = new Map<string, { payload: Buffer; at: number }>();

  /** `tell` is called with whole milliseconds. */
  constructor(tell: (sessionId: string, ms: number) => void) {
    this.tell = tell;
  }

  measure(clients: Iterable<Pinged>): void {
    const now = performance.now();
    for (const { sessionId, ref } of clients) {
      const before = this.asked.get(sessionId);
      if (!canBePinged(ref) || (before && now - before.at < PATIENCE_MS && this.heard.has(ref))) continue;
      if (!this.heard.has(ref)) ref.on('pong', (payload) => this.answered(sessionId, payload));
      this.heard.add(ref);
      const payload = randomBytes(8);
      this.asked.set(sessionId, { payload, at: now });
      ref.ping(payload);
    }
  }

  forget(sessionId: string): void {
    this.asked.delete(sessionId);
  }

  private answered(sessionId: string, payload: Uint8Array): void {
    const asked = this.asked.get(sessionId);
    // The transport pings on its own account, too, with nothing in it.
    if (!asked?.payload.equals(payload)) return;
    this.asked.delete(sessionId);
    this.tell(sessionId, Math.round(performance.now() - asked.at));
  }
}

const canBePinged = (ref: unknown): ref is Connection & object =>
  typeof (ref as Partial<Connection> | null)?.ping === 'function';
