import { signal } from '@preact/signals';
import { z } from 'zod';
import { liveChecksSchema } from '../../shared/policy/livecheck.ts';
import { JOB_ENDED, type JobReply } from '../../shared/wire/api.ts';
import { type ApiError, cancelJob } from '../connection/api.ts';
import { driver, driverToken } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { followJob } from '../connection/job.ts';
import { type EvaluationWish, evaluatePolicy, type TrainingWish, trainPolicy } from '../connection/policies.ts';
import { recall, remember } from '../connection/storage.ts';

const KEY = 'mimic-gp-policy-jobs';
/** A server that does not answer may come back, with the trainings that it keeps: it is asked again after this long. */
const AGAIN_MS = 3000;
const AWAY = [0, 502, 503];

/** What is known of a job of this driver's besides its state; kept over a reload. */
const keptSchema = z.object({
  jobId: z.string(),
  driverId: z.string().nullable(),
  kind: z.enum(['train', 'evaluate']),
  trackId: z.string(),
  /** As the pages call what is trained: its head and what it remembers. */
  name: z.string(),
  steps: z.number(),
  /** Evaluate what comes out. */
  judge: z.boolean(),
  /** Of an evaluation. */
  policyId: z.string().nullable(),
});
export type Kept = z.infer<typeof keptSchema>;

/** What a training tells while it runs; any of it may be missing between two stages. */
const detailSchema = z.object({
  stage: z.enum(['samples', 'training', 'driving']).optional().catch(undefined),
  losses: z.array(z.number()).catch([]),
  laps: z.number().catch(0),
  falls: z.number().catch(0),
  secondsLeft: z.number().nullable().catch(null),
  checks: liveChecksSchema.catch([]),
});
export type PolicyJobDetail = z.infer<typeof detailSchema>;

export interface PolicyJob extends Kept {
  job: JobReply;
  detail: PolicyJobDetail;
}

/** Those that wait, run, or ended badly and were not put away; the first asked for first. */
export const policyJobs = signal<readonly PolicyJob[]>([]);
/** Counts up when something was trained or judged: lists are then asked for again. */
export const policyNews = signal(0);
/** Why the last thing asked for was refused. */
export const policyFault = signal('');
/** The server did not answer when it was last asked about a job. */
export const serverAway = signal(false);

const stops = new Map<string, () => void>();

export const isOver = ({ job }: PolicyJob): boolean => JOB_ENDED.includes(job.state);

export const detailOf = (job: JobReply): PolicyJobDetail => detailSchema.parse(job.detail);

type About = Omit<Kept, 'jobId' | 'driverId' | 'kind' | 'policyId'>;

/** Have a policy trained; true when the server has taken it on. */
export function train(wish: TrainingWish, about: About): Promise<boolean> {
  return begin(async () => {
    const job = await trainPolicy(await driverToken(), wish);
    add({ ...about, jobId: job.id, driverId: driver.value.driverId, kind: 'train', policyId: null }, job);
  });
}

/** Have a policy judged. */
export function judge(wish: EvaluationWish, about: Pick<Kept, 'trackId' | 'name'>): Promise<boolean> {
  return begin(async () => {
    const job = await evaluatePolicy(await driverToken(), wish);
    const kept = { ...about, jobId: job.id, driverId: driver.value.driverId, steps: 0, judge: false };
    add({ ...kept, kind: 'evaluate', policyId: wish.policyId }, job);
  });
}

async function begin(work: () => Promise<void>): Promise<boolean> {
  policyFault.value = '';
  try {
    await work();
    return true;
  } catch (error) {
    policyFault.value = faultText(error);
    return false;
  }
}

/** After a reload: go on following what was begun before. */
export function resumePolicyJobs(): void {
  policyFault.value = '';
  const kept = z.array(keptSchema).safeParse(recall(KEY));
  if (!kept.success) return;
  for (const one of kept.data) {
    if (one.driverId === driver.value.driverId && !stops.has(one.jobId)) follow(one);
  }
}

export async function stopPolicyJob(jobId: string): Promise<void> {
  await begin(async () => void (await cancelJob(await driverToken(), jobId)));
}

/** Whether a policy is being judged, or waits for it. */
export const isJudged = (policyId: string): boolean =>
  policyJobs.value.some((one) => one.kind === 'evaluate' && one.policyId === policyId && !isOver(one));

/** It is over and seen. */
export function putAway(jobId: string): void {
  stops.get(jobId)?.();
  stops.delete(jobId);
  serverAway.value = false;
  policyJobs.value = policyJobs.value.filter((one) => one.jobId !== jobId);
  keep();
}

const keep = (): void =>
  remember(
    KEY,
    policyJobs.value.map((one) => keptSchema.parse(one)),
  );

function add(kept: Kept, job: JobReply): void {
  policyJobs.value = [...policyJobs.value, { ...kept, job, detail: detailOf(job) }];
  keep();
  follow(kept);
}

function follow(kept: Kept): void {
  const lost = (error: ApiError): void => {
    if (AWAY.includes(error.status)) {
      serverAway.value = true;
      const timer = setTimeout(() => follow(kept), AGAIN_MS);
      stops.set(kept.jobId, () => clearTimeout(timer));
      return;
    }
    const before = policyJobs.value.find(({ jobId }) => jobId === kept.jobId);
    // One that is not shown yet ended before this page came back.
    if (!before) putAway(kept.jobId);
    else hear(kept, { ...before.job, state: 'failed', error: null });
  };
  stops.set(
    kept.jobId,
    followJob(kept.jobId, (job) => hear(kept, job), lost),
  );
}

function hear(kept: Kept, job: JobReply): void {
  serverAway.value = false;
  const now: PolicyJob = { ...kept, job, detail: detailOf(job) };
  const known = policyJobs.value.some(({ jobId }) => jobId === kept.jobId);
  const others = known ? policyJobs.value : [...policyJobs.value, now];
  policyJobs.value = others.map((one) => (one.jobId === kept.jobId ? now : one));
  if (job.state === 'done') void finish(now);
}

async function finish({ jobId, kind, judge: wanted, job, trackId, name }: PolicyJob): Promise<void> {
  const policyId = policyIn(job);
  if (kind === 'train' && wanted && policyId) await judge({ policyId }, { trackId, name });
  putAway(jobId);
  policyNews.value += 1;
}

/** The policy that a training made. */
function policyIn({ result }: JobReply): string | null {
  const policy = typeof result === 'object' && result !== null && 'policy' in result ? result.policy : null;
  return typeof policy === 'string' ? policy : null;
}
