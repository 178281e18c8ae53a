import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** From a child process to the one that started it. */
export type ChildReply =
  | { kind: 'progress'; share: number }
  | { kind: 'done'; result: unknown }
  /** The task cannot be done because of what was asked. */
  | { kind: 'refused'; message: string }
  | { kind: 'failed'; message: string };

/** What a child is given: memory for its lists and objects, and how long it may be silent. */
export interface ChildBounds {
  heapMegabytes: number;
  patienceMs: number;
}

/** The child went beyond its bounds, or refused; the message goes on a sentence of the caller's. */
export class ChildEnded extends Error {
  override name = 'ChildEnded';
  readonly why: 'memory' | 'silence' | 'refused';
  constructor(why: ChildEnded['why'], message: string) {
    super(message);
    this.why = why;
  }
}

/**
 * Do a task in a process of its own: its memory is bounded and given back, and whatever it runs into ends it alone. A
 * worker thread does not do for that: a list that outgrows its limit in one step ends the whole process.
 */
export function runChild(
  file: URL,
  task: unknown,
  { heapMegabytes, patienceMs }: ChildBounds,
  progress: (share: number) => void = () => {},
  signal?: AbortSignal,
): Promise<unknown> {
  const heap = [`--max-old-space-size=${heapMegabytes}`, '--max-semi-space-size=4'];
  const child = fork(fileURLToPath(file), { execArgv: heap, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  let timer: NodeJS.Timeout | undefined;
  return new Promise((resolve, reject) => {
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => reject(new ChildEnded('silence', `nothing for ${patienceMs / 1000} s`)), patienceMs);
    };
    wait();
    child.on('message', (reply: ChildReply) => {
      wait();
      if (reply.kind === 'progress') progress(reply.share);
      else if (reply.kind === 'done') resolve(reply.result);
      else if (reply.kind === 'refused') reject(new ChildEnded('refused', reply.message));
      else reject(new Error(reply.message));
    });
    child.on('error', reject);
    child.on('exit', (code, killed) => {
      // V8 aborts where its heap ends.
      if (killed === 'SIGABRT' || code === 134)
        reject(new ChildEnded('memory', `more than ${heapMegabytes} MB of lists`));
      else reject(new Error(`The process ended before its task (${killed ?? code}).`));
    });
    signal?.addEventListener('abort', () => reject(new Error('The work was cancelled.')), { once: true });
    child.send(task as object);
  }).finally(() => {
    clearTimeout(timer);
    child.kill('SIGKILL');
  });
}

/** In the child: do the one task it was started for. It ends with whoever started it. */
export function serveChild(
  perform: (task: unknown, progress: (share: number) => void) => Promise<unknown>,
  isRefusal: (error: unknown) => boolean,
): void {
  const send = (reply: ChildReply): void => {
    process.send?.(reply);
  };
  process.on('disconnect', () => process.exit(1));
  process.once('message', async (task) => {
    try {
      send({ kind: 'done', result: await perform(task, (share) => send({ kind: 'progress', share })) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      send({ kind: isRefusal(error) ? 'refused' : 'failed', message });
    }
  });
}
