import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** Race options with a full grid are under 4 kB. */
const MOST_BYTES = 64 * 1024;

/**
 * Refuse large bodies outside `/api`, which has its own limit, before anybody reads them: Colyseus 0.18.17 collects
 * and parses a matchmaking request of any size on the thread that runs the races.
 *
 * Call when every other listener of the server is there.
 */
export function limitBodies(http: Server): void {
  const listeners = http.listeners('request') as RequestListener[];
  http.removeAllListeners('request');
  http.on('request', (request: IncomingMessage, response: ServerResponse & { req: IncomingMessage }) => {
    const fault = request.url?.startsWith('/api/') ? null : bodyFault(request);
    if (fault) refuse(response, fault);
    else for (const listener of listeners) listener.call(http, request, response);
  });
}

interface Fault {
  status: number;
  title: string;
  detail: string;
}

/** Node holds a body to the length its header names, so the header is enough. */
function bodyFault({ headers }: IncomingMessage): Fault | null {
  if (headers['transfer-encoding'] !== undefined) {
    return { status: 411, title: 'Length Required', detail: 'Send the body with its content-length, not in chunks.' };
  }
  if (Number(headers['content-length'] ?? 0) <= MOST_BYTES) return null;
  const detail = `The body has ${headers['content-length']} bytes, at most ${MOST_BYTES} are read. Send less.`;
  return { status: 413, title: 'Payload Too Large', detail };
}

function refuse(response: ServerResponse, { status, ...problem }: Fault): void {
  response.writeHead(status, { 'content-type': 'application/problem+json', connection: 'close' });
  response.end(JSON.stringify({ type: 'about:blank', status, ...problem }));
}
