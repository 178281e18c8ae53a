import { MemoryStore } from 'express-rate-limit';
import { expect, test, vi } from 'vitest';
import { httpServer } from './httpserver.ts';

test('what the rate limiter remembers of an address is gone after two minutes', async () => {
  vi.useFakeTimers();
  try {
    const store = new MemoryStore();
    store.init({ windowMs: 60_000 } as Parameters<MemoryStore['init']>[0]);
    await store.increment('203.0.113.77');
    expect((await store.get('203.0.113.77'))?.totalHits).toBe(1);
    vi.advanceTimersByTime(120_000);
    expect(store.previous.size + store.current.size).toBe(0);
    store.shutdown();
  } finally {
    vi.useRealTimers();
  }
});

test('no page or answer tells another site where somebody came from', async () => {
  const server = await httpServer();
  for (const path of ['/', '/me', '/api/tracks']) {
    const answer = await fetch(server.url + path, { headers: { accept: 'text/html' } });
    expect([path, answer.headers.get('referrer-policy')]).toEqual([path, 'no-referrer']);
  }
  await server.close();
});
