import { type Request, Router } from 'express';
import { JOB_ENDED, type JobReply } from '../../shared/wire/api.ts';
import type { Job } from '../training/jobs.ts';
import { requireAsker } from './authorise.ts';
import { streamEvents } from './eventstream.ts';
import { HttpProblem, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

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
    const { askedBy } = await requireAsker(store, request);
    const job = jobOf(request);
    if (jobs.ownerOf(job.id) !== askedBy) throw new HttpProblem(403, 'This job belongs to somebody else.');
    jobs.cancel(job.id);
    response.json(publicJob(job));
  });
  router.get('/:id/events', (request, response) => {
    const job = jobOf(request);
    streamEvents(response, ({ send, end }) => {
      const tell = (now: Job): void => {
        send('job', JSON.stringify(publicJob(now)));
        if (JOB_ENDED.includes(now.state)) end();
      };
      const unwatch = jobs.watch(job.id, tell);
      tell(job);
      return unwatch;
    });
  });
  return router;
}
