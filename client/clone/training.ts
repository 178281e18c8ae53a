import { signal } from '@preact/signals';
import type { Sight } from '../../shared/observation/spec.ts';
import { DEFAULT_CAR } from '../../shared/vehicle/cars.ts';
import type { JobReply } from '../../shared/wire/api.ts';
import { type ApiError, cancelJob, cloneMe } from '../connection/api.ts';
import type { CloneKind } from '../connection/clones.ts';
import { driver, driverToken } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { followJob } from '../connection/job.ts';
import { type CloneDetail, cloneDetailSchema } from '../connection/replies.ts';
import { recall, remember } from '../connection/storage.ts';

const KEY = 'mimic-gp-training';

/** Loss of the best of the seeds at a share of one clone's training. */
export interface LossPoint {
  share: number;
  loss: number;
}

/** What is known of the training that runs or ran last on this page. */
export interface Training {
  jobId: string;
  trackId: string;
  car: string;
  sees: Sight;
  /** They learn from turns at the wheel of a clone's car, too. */
  corrections: boolean;
  driverId: string | null;
  job: JobReply;
  detail: CloneDetail;
  losses: Record<CloneKind, LossPoint[]>;
  /** Laps finished and falls while choosing, of each clone so far. */
  driven: Record<CloneKind, { laps: number; falls: number }>;
  /** Until both clones are done; null until there is something to go by. */
  secondsLeft: number | null;
}

/** What to learn, and what the clones are to see. */
export type TrainingWish = Pick<Training, 'trackId' | 'car' | 'sees' | 'corrections'>;

export const training = signal<Training | null>(null);
/** Why the training could not be begun or followed; empty when all is well. */
export const trainingFault = signal('');

let stop: () => void = () => undefined;

/** "Clone me": the copy and the coached clone of the driver's laps on a track in a car. */
export async function startTraining({ trackId, car, sees, corrections }: TrainingWish): Promise<void> {
  trainingFault.value = '';
  try {
    const job = await cloneMe(await driverToken(), { trackId, car, sees, corrections });
    follow(job.id, { trackId, car, sees, corrections }, job);
  } catch (error) {
    trainingFault.value = faultText(error);
  }
}

/** After a reload: go on following the training that was begun before. */
export function resumeTraining(): void {
  const known = recall(KEY) as Partial<Record<keyof Training, unknown>> | null;
  if (training.value !== null || typeof known?.jobId !== 'string' || typeof known.trackId !== 'string') return;
  if (known.driverId !== driver.value.driverId) return;
  const car = typeof known.car === 'string' ? known.car : DEFAULT_CAR;
  const sees = known.sees === 'traffic' ? 'traffic' : 'road';
  const corrections = known.corrections === true;
  follow(known.jobId, { trackId: known.trackId, car, sees, corrections }, null);
}

export async function cancelTraining(): Promise<void> {
  const now = training.value;
  if (!now) return;
  await cancelJob(await driverToken(), now.jobId).catch((error: Error) => {
    trainingFault.value = faultText(error);
  });
}

/** The training is over and seen; forget it. */
export function forgetTraining(): void {
  stop();
  training.value = null;
  remember(KEY, null);
}

function follow(jobId: string, of: TrainingWish, job: JobReply | null): void {
  stop();
  const which = { jobId, ...of, driverId: driver.value.driverId };
  remember(KEY, which);
  if (job) training.value = advance(null, which, job, null);
  let started: Clock | null = null;
  stop = followJob(
    jobId,
    (next) => {
      if (next.state === 'running') started ??= { at: performance.now(), progress: next.progress };
      training.value = advance(training.value, which, next, secondsLeft(started, next.progress));
      if (next.state !== 'queued' && next.state !== 'running') remember(KEY, null);
    },
    (error) => lost(error),
  );
}

/** A job that the server no longer knows ended before this page came back: nothing to tell. */
function lost(error: ApiError): void {
  forgetTraining();
  if (error.status !== 404) trainingFault.value = faultText(error);
}

/** When we began to watch, and how far the job was then. */
export interface Clock {
  at: number;
  progress: number;
}

/** From the pace since we began to watch. */
export function secondsLeft(started: Clock | null, progress: number, now = performance.now()): number | null {
  if (!started || progress - started.progress < 0.02) return null;
  const pace = (progress - started.progress) / ((now - started.at) / 1000);
  return Math.max(1, Math.round((1 - progress) / pace));
}

/** The training after one more report. */
export function advance(
  before: Training | null,
  of: TrainingWish & Pick<Training, 'jobId' | 'driverId'>,
  job: JobReply,
  left: number | null,
): Training {
  const detail = cloneDetailSchema
    .catch({ losses: [], laps: 0, falls: 0, secondsLeft: null, part: 0 })
    .parse(job.detail);
  const losses = before?.losses ?? { copy: [], coached: [] };
  const driven = before?.driven ?? { copy: { laps: 0, falls: 0 }, coached: { laps: 0, falls: 0 } };
  const { kind, stage } = detail;
  const next = { ...of, job, detail, losses, driven, secondsLeft: left };
  if (kind && stage === 'training' && detail.losses.length > 0) {
    const point = { share: detail.part, loss: Math.min(...detail.losses) };
    next.losses = { ...losses, [kind]: [...losses[kind], point] };
  }
  if (kind && stage === 'driving') next.driven = { ...driven, [kind]: { laps: detail.laps, falls: detail.falls } };
  return next;
}

export const isRunning = (now: Training | null): boolean =>
  now !== null && (now.job.state === 'queued' || now.job.state === 'running');
