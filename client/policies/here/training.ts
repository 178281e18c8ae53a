import { signal } from '@preact/signals';
import type { CloneProgress } from '../../../shared/training/clone.ts';
import { type CloneOrder, orderOf } from '../../../shared/training/cloneorder.ts';
import { type PolicyRequest, policyRequestSchema } from '../../../shared/wire/api.ts';
import { fetchDataset } from '../../connection/data.ts';
import { driver, driverToken } from '../../connection/driver.ts';
import { faultText } from '../../connection/fault.ts';
import { openedSessions } from '../../connection/openedsessions.ts';
import { t } from '../../locale/locale.ts';
import { judge, policyNews } from '../training.ts';
import { headText } from '../words.ts';
import type { BackEnd, Graduate, Lesson, News, Trial } from './news.ts';
import { type Sending, sendAndFollow } from './sending.ts';

/** What to train, as `POST /policies` has it; what is left out is as always. */
export type HereOrder = Partial<Omit<PolicyRequest, 'datasetId'>>;

/** How the page is to go about it. */
export interface HereWish {
  /** Null for what does best here. */
  backEnd: BackEnd | null;
  /** Have the server judge what comes out. */
  judged: boolean;
}

/** Loss of the best of the seeds at a share of the whole. */
export interface LossPoint {
  share: number;
  loss: number;
}

/** A training that runs, or ran last, in this tab. */
export interface HereTraining {
  datasetId: string;
  /** Of the data set, and what is trained; null until they are known. */
  trackId: string | null;
  order: CloneOrder | null;
  at: 'beginning' | 'trials' | 'laps' | 'learning' | 'sending' | 'done' | 'failed';
  trials: Trial[];
  backEnd: BackEnd | null;
  /** These networks train on kernels of our own: there was nothing to try. */
  own: boolean;
  races: { come: number; of: number };
  progress: CloneProgress | null;
  secondsLeft: number | null;
  losses: LossPoint[];
  /** The finished clone; it stays here when sending it fails. */
  graduate: Graduate | null;
  sending: Sending | null;
  fault: string;
}

/** One training at a time; it goes on while its visitor looks at other pages. */
export const hereTraining = signal<HereTraining | null>(null);

let worker: Worker | null = null;
let abort = new AbortController();
/** By which the data set was read, and the file is sent; none of an open one. */
let opened: string | undefined;

const change = (part: Partial<HereTraining>): void => {
  if (hereTraining.value) hereTraining.value = { ...hereTraining.value, ...part };
};
const fail = (error: unknown): void => change({ at: 'failed', fault: faultText(error) });

/** Train on a data set in a worker of this page, then send the file. */
export async function trainHere(datasetId: string, asked: HereOrder, { backEnd, judged }: HereWish): Promise<void> {
  forgetHere();
  hereTraining.value = {
    ...{
      datasetId,
      trackId: null,
      order: null,
      at: 'beginning',
      trials: [],
      backEnd: null,
      own: false,
      races: { come: 0, of: 0 },
      progress: null,
    },
    ...{ secondsLeft: null, losses: [], graduate: null, sending: null, fault: '' },
  };
  const { signal } = abort;
  try {
    const order = orderOf(requested(datasetId, asked));
    if (order.corrections) throw new Error(t('here.noCorrections'));
    const { dataset, token } = await fetchDataset(datasetId, heldTokens(), signal);
    opened = token;
    change({ trackId: dataset.trackId, order });
    const graduate = await learn({ dataset, token, order, backEnd }, signal);
    change({ graduate, backEnd: graduate.backEnd });
    const policyId = await send(graduate, signal);
    if (judged) await judge({ policyId }, { trackId: dataset.trackId!, name: headText(order.head) });
  } catch (error) {
    if (!signal.aborted) fail(error);
  }
}

/** Once more, with the clone that is there. */
export async function sendAgain(): Promise<void> {
  const graduate = hereTraining.value?.graduate;
  if (!graduate) return;
  try {
    await send(graduate, abort.signal);
  } catch (error) {
    if (!abort.signal.aborted) fail(error);
  }
}

/** End whatever runs, and know nothing of it. */
export function forgetHere(): void {
  abort.abort();
  abort = new AbortController();
  worker?.terminate();
  worker = null;
  hereTraining.value = null;
}

function requested(datasetId: string, asked: HereOrder): PolicyRequest {
  const request = policyRequestSchema.safeParse({ datasetId, ...asked });
  if (request.success) return request.data;
  throw new Error(request.error.issues[0].message);
}

/** A data set may be open, one's own, or of a session that was opened here. */
const heldTokens = (): (string | undefined)[] => [
  undefined,
  ...(driver.value.driverToken === null ? [] : [driver.value.driverToken]),
  ...openedSessions.value.slice(0, 8).map(({ token }) => token),
];

function learn(lesson: Lesson, signal: AbortSignal): Promise<Graduate> {
  const running = new Worker(new URL('./trainingworker.ts', import.meta.url), { type: 'module' });
  worker = running;
  const answer = new Promise<Graduate>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    running.onerror = (event) => reject(new Error(event.message || 'The worker that trains did not start.'));
    running.onmessage = ({ data }: MessageEvent<News>) => {
      if (signal.aborted) return;
      if (data.at === 'done') resolve(data.graduate);
      else if (data.at === 'failed') reject(new Error(t('here.failed', { said: data.fault })));
      else hear(data);
    };
  });
  running.postMessage(lesson);
  return answer.finally(() => running.terminate());
}

function hear(news: Extract<News, { at: 'trials' | 'laps' | 'learning' }>): void {
  if (news.at === 'trials') change({ at: 'trials', trials: news.trials, backEnd: news.chosen, own: news.own });
  else if (news.at === 'laps') change({ at: 'laps', races: { come: news.races, of: news.of } });
  else {
    const { progress, secondsLeft } = news;
    const before = hereTraining.value?.losses ?? [];
    const point = { share: progress.share, loss: Math.min(...progress.losses) };
    const losses = progress.stage === 'training' && progress.losses.length > 0 ? [...before, point] : before;
    change({ at: 'learning', progress, secondsLeft, losses });
  }
}

async function send({ file }: Graduate, signal: AbortSignal): Promise<string> {
  change({ at: 'sending', sending: null, fault: '' });
  const token = opened ?? (await driverToken());
  const policyId = await sendAndFollow(new Blob([file]), token, signal, (sending) => change({ sending }));
  change({ at: 'done', sending: { job: null, policyId } });
  policyNews.value += 1;
  return policyId;
}
