import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DelayProxy, delayProxy } from './delayproxy.ts';
import { PredictedClient, serverProcess, virtualFrames } from './predictedclient.ts';

/** 150 ± 50 ms round trip, and a chunk in fifty 200 ms late. */
const ONE_WAY = 75;
const JITTER = 25;
const BURSTS = { share: 0.02, late: 200 };
/** Metres a drawn car may move in a frame beyond its speed. */
const OWN_JUMP = 0.3;
const OTHER_JUMP = 0.5;
const SECONDS = 45;

let server: { port: number; stop(): void };
let proxy: DelayProxy;
beforeAll(async () => {
  server = await serverProcess();
  proxy = await delayProxy(server.port, ONE_WAY, JITTER, BURSTS);
});
afterAll(() => {
  proxy.close();
  server.stop();
});

test('over real sockets in trouble no drawn car jumps', async () => {
  const first = await PredictedClient.join(proxy.port, 'create', { trackId: 'oval', laps: 20, grid: [] });
  const second = await PredictedClient.join(proxy.port, 'joinById', { roomId: first.room.roomId });
  const clients = [first, second];
  for (const [i, client] of clients.entries()) {
    Object.assign(client.wish, { speed: 14, offset: i ? 2 : -2 });
    client.room.send('ready');
  }
  const jumps = { own: 0, others: 0 };
  const last = new Map<string, { x: number; y: number }>();
  let frames = 0;
  let beside = 0;
  await virtualFrames(SECONDS + 15, (now) => {
    second.wish.speed = 14 + Math.max(-2, Math.min(2, (first.told.distance - second.told.distance) / 4));
    for (const client of clients) client.frame(now);
    const { tick, phase } = first.room.state;
    if (phase !== 'racing' || tick < 5 * 60) return false;
    frames++;
    for (const [i, client] of clients.entries()) {
      for (const { room } of clients) {
        const own = room.sessionId === client.room.sessionId;
        const { x, y, speed } = client.prediction.car(room.sessionId)!;
        const key = `${i} ${room.sessionId}`;
        const before = last.get(key);
        last.set(key, { x, y });
        if (!before) continue;
        const jump = Math.abs(Math.hypot(x - before.x, y - before.y) - speed / 60);
        if (own) jumps.own = Math.max(jumps.own, jump);
        else jumps.others = Math.max(jumps.others, jump);
      }
    }
    if (Math.abs(first.told.distance - second.told.distance) < 12) beside++;
    return tick > SECONDS * 60;
  });
  const corrections = first.prediction.predicted!.correctionCount + second.prediction.predicted!.correctionCount;
  const falls = first.told.falls + second.told.falls;
  console.log(`${SECONDS} s at 150 ± 50 ms with bursts:`, { jumps, frames, beside, corrections, falls });
  await Promise.all(clients.map(({ room }) => room.leave()));
  expect(falls).toBe(0);
  expect(frames).toBeGreaterThan(30 * 60);
  expect(beside).toBeGreaterThan(10 * 60);
  expect(corrections).toBeGreaterThan(10);
  expect(jumps.own).toBeLessThan(OWN_JUMP);
  expect(jumps.others).toBeLessThan(OTHER_JUMP);
});
