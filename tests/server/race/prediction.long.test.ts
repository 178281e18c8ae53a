import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type DelayProxy, delayProxy } from './delayproxy.ts';
import { PredictedClient, serverProcess, virtualFrames } from './predictedclient.ts';

/** 100 ± 20 ms round trip. */
const ONE_WAY = 50;
const JITTER = 10;
/** A corrected car may not leap: this far beyond its own motion in one frame (metres). */
const MAX_LEAP = 0.15;

let server: { port: number; stop(): void };
let proxy: DelayProxy;
const clients: PredictedClient[] = [];
beforeAll(async () => {
  server = await serverProcess();
  proxy = await delayProxy(server.port, ONE_WAY, JITTER);
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map(({ room }) => room.leave().catch(() => {})));
});
afterAll(() => {
  proxy.close();
  server.stop();
});

async function join(...entry: Parameters<typeof PredictedClient.join> extends [number, ...infer Rest] ? Rest : never) {
  const client = await PredictedClient.join(proxy.port, ...entry);
  clients.push(client);
  return client;
}

/** Frames that the server made up or threw away for this car, so far. */
const flagged = ({ told }: PredictedClient): number => told.starvedTicks + told.discardedFrames;

/** m/s at which a contact counts as the rear contact of 5 m/s. */
const CLOSING = 4.5;

describe('prediction behind 100 ± 20 ms', () => {
  test('60 s without contact: every correction has a starved or discarded tick, and without those there is none', async () => {
    const client = await join('create', { trackId: 'technical', laps: 20, grid: [] });
    client.wish.speed = 14;
    client.room.send('ready');
    const seen = { corrections: 0, unexplained: 0, acknowledged: 0, flags: 0 };
    let atAck = { sequence: 0, flags: 0 };
    await virtualFrames(70, (now) => {
      const before = client.prediction.predicted?.correctionCount ?? 0;
      const flags = flagged(client);
      const sequence = client.input.lastProcessed;
      client.frame(now);
      const corrected = (client.prediction.predicted?.correctionCount ?? 0) - before;
      const settled = client.room.state.phase === 'racing' && client.room.state.tick > 5 * 60;
      if (settled && corrected > 0) {
        seen.corrections += corrected;
        if (flags === atAck.flags) seen.unexplained += corrected;
      }
      if (sequence === atAck.sequence) return false;
      if (settled) {
        seen.acknowledged++;
        seen.flags += flags - atAck.flags;
      }
      atAck = { sequence, flags };
      return client.room.state.tick > 65 * 60;
    });
    console.log('60 s at 100 ± 20 ms:', seen);
    expect(client.told.distance).toBeGreaterThan(500);
    expect(seen.acknowledged).toBeGreaterThan(800);
    expect(seen.unexplained).toBe(0);
    if (seen.flags === 0) expect(seen.corrections).toBe(0);
  });

  test('a 5 m/s rear contact and a side rub never make the drawn car jump', async () => {
    const front = await join('create', { trackId: 'oval', laps: 20, grid: [], contact: true });
    const rear = await join('joinById', { roomId: front.room.roomId });
    front.room.send('ready');
    rear.room.send('ready');
    const leaps = { front: 0, rear: 0 };
    const contacts = { rear: 0, side: 0 };
    let approach = Number.NaN;
    /** The tick of the contact before this approach. */
    let earlier = -1;
    let stage: 'apart' | 'ram' | 'part' | 'rub' = 'apart';
    let until = Number.POSITIVE_INFINITY;
    const previous = new Map<PredictedClient, { x: number; y: number }>();
    await virtualFrames(100, (now) => {
      for (const [name, client] of [
        ['front', front],
        ['rear', rear],
      ] as const) {
        client.frame(now);
        leaps[name] = Math.max(leaps[name], leapOf(client, previous));
      }
      const gap = front.told.distance - rear.told.distance;
      const touching = rear.told.contactTick >= 0 && rear.room.state.tick - rear.told.contactTick < 6;
      if (stage === 'apart') {
        Object.assign(front.wish, { speed: 10, offset: 0 });
        Object.assign(rear.wish, { speed: 8, offset: 0 });
        if (gap > 20 && rear.room.state.tick > 300) {
          stage = 'ram';
          earlier = rear.told.contactTick;
        }
      } else if (stage === 'ram') {
        // The follower settles a little below its wish.
        rear.wish.speed = front.told.vx + 5.2;
        if (rear.told.contactTick === earlier) approach = rear.told.vx - front.told.vx;
        // In a bend the two may meet slower than they should: once more, then.
        else if (contacts.rear === 0 && approach < CLOSING) stage = 'apart';
        if (touching && stage === 'ram') {
          contacts.rear++;
          until = Math.min(until, rear.room.state.tick + 90);
        }
        if (rear.room.state.tick > until) stage = 'part';
      } else if (stage === 'part') {
        rear.wish.speed = 12 + Math.max(-4, Math.min(4, gap));
        Object.assign(front.wish, { speed: 12, offset: -1.6 });
        rear.wish.offset = 1.6;
        if (Math.abs(gap) < 0.7 && rear.told.contactTick < rear.room.state.tick - 60) {
          stage = 'rub';
          until = rear.room.state.tick + 600;
        }
      } else {
        rear.wish.speed = 12 + Math.max(-4, Math.min(4, gap));
        rear.wish.offset = -0.4;
        if (touching) contacts.side++;
        return rear.room.state.tick > until;
      }
      return false;
    });
    console.log('contact at 100 ± 20 ms:', { leaps, contacts, approach });
    expect(contacts.rear).toBeGreaterThan(0);
    expect(approach).toBeGreaterThanOrEqual(CLOSING);
    expect(approach).toBeLessThan(6);
    expect(contacts.side).toBeGreaterThan(30);
    expect(leaps.front).toBeLessThanOrEqual(MAX_LEAP);
    expect(leaps.rear).toBeLessThanOrEqual(MAX_LEAP);
  });
});

/** How much further the drawn car moved in this frame than its speed explains. */
function leapOf(client: PredictedClient, previous: Map<PredictedClient, { x: number; y: number }>): number {
  const drawn = client.prediction.car(client.room.sessionId);
  if (!drawn) return 0;
  const last = previous.get(client) ?? drawn;
  const moved = Math.sqrt((drawn.x - last.x) ** 2 + (drawn.y - last.y) ** 2);
  previous.set(client, { x: drawn.x, y: drawn.y });
  return moved - drawn.speed / 60;
}
