import type { Response } from 'express';

/** A quiet stream is told so this often, or proxies close it. */
const HEARTBEAT_MS = 15_000;
/** A listener that takes nothing in is let go: what waits for it would only grow. */
const MOST_WAITING_BYTES = 8 * 1024 * 1024;

export interface EventStream {
  /** `data` is JSON on one line, in UTF-8. */
  send(event: string, data: Uint8Array | string): void;
  end(): void;
}

/**
 * Answer with server-sent events (the HTML standard, "Server-sent events") until either side ends it. `listen` begins
 * to send and returns how to stop; what it throws before that is answered as any refusal.
 */
export function streamEvents(response: Response, listen: (stream: EventStream) => () => void): void {
  let heartbeat: NodeJS.Timeout | undefined;
  let stop = (): void => {};
  const send = (event: string, data: Uint8Array | string): void => {
    response.cork();
    response.write(`event: ${event}\ndata: `);
    response.write(data);
    response.write('\n\n');
    response.uncork();
    if (response.writableLength > MOST_WAITING_BYTES) response.destroy();
  };
  const end = (): void => {
    clearInterval(heartbeat);
    stop();
    response.end();
  };
  response.setHeader('content-type', 'text/event-stream');
  response.setHeader('cache-control', 'no-store');
  stop = listen({ send, end });
  if (response.writableEnded) {
    stop();
    return;
  }
  response.flushHeaders();
  heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  response.on('close', end);
}
