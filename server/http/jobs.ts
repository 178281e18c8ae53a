import { type Request, Router } from 'express';
import { JOB_ENDED, type JobReply } from '../../shared/wire/api.ts';
import type { Job } from '../training/jobs.ts';
import { requireDriver } from './authorise.ts';
import { HttpProblem, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

/** A quiet stream is told so this often, or proxies close it. */
const HEARTBEAT_MS = 15_000;

export const publicJob = ({ id, kind, state, progress, detail, ahead, result, error }: Job): JobReply => ({
  id,
  kind,
  state,
  progress,
  detail,
  ahead,
  result,
  error,
});

export function jobRoutes({ store, jobs }: ApiServices): Router {
  const jobOf = ({ params }: Request<{ id: string }>): Job => {
    const job = jobs.get(params.id);
    if (!job) throw notFound('job', params.id);
    return job;
  };
  const router = Router();
  router.get('/:id', (request, response) => {
    response.json(publicJob(jobOf(request)));
  });
  router.delete('/:id', async (request, response) => {
    const driverId = await requireDriver(store, request);
    const job = jobOf(request);
    if (jobs.ownerOf(job.id) !== driverId) throw new HttpProblem(403, 'This job belongs to another driver.');
    jobs.cancel(job.id);
    response.json(publicJob(job));
  });
  router.get('/:id/events', (request, response) => {
    const job = jobOf(request);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
    const tell = (now: Job): void => {
      response.write(`event: job\ndata: ${JSON.stringify(publicJob(now))}\n\n`);
      if (JOB_ENDED.includes(now.state)) close();
    };
    const unwatch = jobs.watch(job.id, tell);
    const close = (): void => {
      clearInterval(heartbeat);
      unwatch();
      response.end();
    };
    request.on('close', close);
    tell(job);
  });
  return router;
}
