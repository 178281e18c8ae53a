import { JOB_ENDED, type JobReply, jobSchema } from '../../shared/wire/api.ts';
import { ApiError, fetchJob } from './api.ts';

/** With the event stream down, the job is asked about this often. */
const ASK_MS = 2000;

/**
 * Follow a job by server-sent events until it ends or `stop` is called; where the stream breaks, by asking.
 *
 * `tell` hears every state; `lost` hears once that the job cannot be followed any more (the server has forgotten it, or
 * cannot be reached).
 */
export function followJob(jobId: string, tell: (job: JobReply) => void, lost: (error: ApiError) => void): () => void {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stream = new EventSource(`/api/jobs/${encodeURIComponent(jobId)}/events`);
  const stop = (): void => {
    stopped = true;
    stream.close();
    clearTimeout(timer);
  };
  const hear = (job: JobReply): void => {
    if (stopped) return;
    if (JOB_ENDED.includes(job.state)) stop();
    tell(job);
  };
  const poll = async (): Promise<void> => {
    try {
      hear(await fetchJob(jobId));
    } catch (error) {
      if (stopped) return;
      stop();
      lost(error instanceof ApiError ? error : new ApiError(0, String(error)));
    }
    if (!stopped) timer = setTimeout(poll, ASK_MS);
  };
  stream.addEventListener('job', (event) => {
    const job = jobSchema.safeParse(JSON.parse((event as MessageEvent<string>).data));
    if (job.success) hear(job.data);
  });
  stream.onerror = () => {
    stream.close();
    if (!stopped) void poll();
  };
  return stop;
}
