import { type Live, liveSchema } from '../../shared/wire/sessions.ts';
import { ApiError, refusal } from './api.ts';
import { EventReader } from './eventreader.ts';

/** After a stream broke, the next one is asked for so much later each time. */
const WAITS_MS = [500, 1000, 2000, 5000];
/** The server says something at least every 15 s; a stream quieter than this is dead (a laptop that slept). */
const SILENCE_MS = 40_000;

/** Who listens to a session. */
export interface LiveListener {
  hear(live: Live): void;
  /** The stream broke and is asked for again; what was heard last may be old. */
  broken(): void;
  /** The server refuses, and will go on refusing: no such session, or the wrong token. */
  refused(error: ApiError): void;
}

/** Follow a session until the function it returns is called; where the stream breaks it is taken up again. */
export function followSession(token: string, code: string, listener: LiveListener): () => void {
  const stopped = new AbortController();
  void (async () => {
    for (let failures = 0; !stopped.signal.aborted; failures++) {
      const error = await listen(token, code, stopped.signal, (live) => {
        failures = 0;
        listener.hear(live);
      }).catch((reason: unknown) => reason);
      if (stopped.signal.aborted) return;
      if (error instanceof ApiError && isFinal(error.status)) return listener.refused(error);
      listener.broken();
      await pause(WAITS_MS[Math.min(failures, WAITS_MS.length - 1)]!, stopped.signal);
    }
  })();
  return () => stopped.abort();
}

const isFinal = (status: number): boolean => status === 401 || status === 403 || status === 404;

/** One stream to its end. Rejects with ApiError where the server refuses it, else as fetch does. */
async function listen(token: string, code: string, stopped: AbortSignal, hear: (live: Live) => void): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const response = await fetch(`/api/sessions/${encodeURIComponent(code)}/events`, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` },
      signal: AbortSignal.any([stopped, silence.signal]),
      cache: 'no-store',
    });
    if (!response.ok || response.body === null) throw await refusal(response);
    const events = new EventReader();
    const text = new TextDecoder();
    const pieces = response.body.getReader();
    for (;;) {
      const { done, value } = await pieces.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      for (const { name, data } of events.read(text.decode(value, { stream: true }))) {
        if (name === 'live') hear(liveSchema.parse(JSON.parse(data)));
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stopped.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
