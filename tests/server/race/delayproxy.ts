import net from 'node:net';

export interface DelayProxy {
  port: number;
  /** Bytes passed so far, towards the server and from it. */
  passed: { up: number; down: number };
  close(): void;
}

/** A `share` of all chunks, and those behind them, come `late` milliseconds later still. */
export interface Bursts {
  share: number;
  late: number;
}

/**
 * A TCP proxy on loopback that delays every chunk by `oneWay` ± `jitter` milliseconds, uniformly, and keeps the order.
 *
 * One queue and one pump timer a direction: a timer for each chunk would let chunks overtake each other, which TCP
 * never does and which a game sees as a broken stream.
 */
export async function delayProxy(
  target: number,
  oneWay: number,
  jitter: number,
  bursts: Bursts = { share: 0, late: 0 },
): Promise<DelayProxy> {
  const passed = { up: 0, down: 0 };
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(target, '127.0.0.1');
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    const delay = (): number =>
      oneWay + (Math.random() * 2 - 1) * jitter + (Math.random() < bursts.share ? bursts.late : 0);
    pipe(near, far, delay, (bytes) => (passed.up += bytes));
    pipe(far, near, delay, (bytes) => (passed.down += bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    passed,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function pipe(from: net.Socket, to: net.Socket, delay: () => number, count: (bytes: number) => void): void {
  const queue: { at: number; chunk: Buffer | null }[] = [];
  let last = 0;
  let pumping = false;
  const pump = (): void => {
    pumping = false;
    const now = performance.now();
    while (queue.length > 0 && queue[0].at <= now + 0.5) {
      const { chunk } = queue.shift()!;
      if (chunk === null) to.end();
      else if (!to.destroyed) to.write(chunk);
    }
    if (queue.length > 0) pumpAt(queue[0].at);
  };
  const pumpAt = (at: number): void => {
    pumping = true;
    setTimeout(pump, Math.max(1, at - performance.now()));
  };
  const push = (chunk: Buffer | null): void => {
    last = Math.max(last, performance.now() + delay());
    queue.push({ at: last, chunk });
    if (!pumping) pumpAt(last);
  };
  from.on('data', (chunk: Buffer) => {
    count(chunk.length);
    push(chunk);
  });
  from.on('end', () => push(null));
  from.on('error', () => to.destroy());
}
