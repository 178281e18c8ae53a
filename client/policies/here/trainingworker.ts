import { encodePolicy } from '../../../shared/policy/file.ts';
import { makeClone } from '../../../shared/training/clone.ts';
import { manifestOf } from '../../../shared/training/clonemanifest.ts';
import { settingsOf } from '../../../shared/training/cloneorder.ts';
import { kernelBytes } from '../kernels.ts';
import { startBackEnd } from './backend.ts';
import { lapsOfDataset } from './laps.ts';
import type { BackEnd, Graduate, Lesson, News, Trial } from './news.ts';
import { chooseBackEnd, startWanted } from './trials.ts';

/** The part of a worker's global scope that is used here; the page's own types have no other name for it. */
interface Scope {
  onmessage: ((event: MessageEvent<Lesson>) => void) | null;
  postMessage(news: News, transfer: Transferable[]): void;
}
const scope = globalThis as unknown as Scope;
const tell = (news: News): void => scope.postMessage(news, []);

/** Takes one lesson, trains a clone with the code that trains on the server, and gives its file. */
scope.onmessage = async ({ data }) => {
  try {
    const graduate = await learn(data);
    scope.postMessage({ at: 'done', graduate }, [graduate.file.buffer]);
  } catch (error) {
    tell({ at: 'failed', fault: error instanceof Error ? error.message : String(error) });
  }
};

async function learn(lesson: Lesson): Promise<Graduate> {
  const { dataset, order } = lesson;
  if (!dataset.card) throw new Error(`Data set "${dataset.id}" holds no laps any more: a driver took them back.`);
  const settings = settingsOf(order, dataset.card.splits);
  const backEnd = await startTensors(lesson);
  const laps = await lapsOfDataset(lesson, (races, of, megabytes) => tell({ at: 'laps', races, of, megabytes }));
  const began = performance.now();
  const clone = await makeClone(laps, settings, {
    kernelBytes: await kernelBytes(),
    checks: true,
    report: (progress) => tell({ at: 'learning', progress, secondsLeft: secondsLeft(began, progress.share) }),
    pause: () => Promise.resolve(), // nobody waits for this thread: it is stopped by ending it
  });
  const manifest = manifestOf(clone, dataset.id, laps, order, new Date().toISOString());
  const file = encodePolicy({ ...manifest, origin: { where: 'browser', backEnd } }, clone.network.weights);
  return { file: new Uint8Array(file), backEnd, seconds: (performance.now() - began) / 1000 };
}

/** Dense layers run on the fastest back end; cells, convolutions and memories on our own kernels whatever there is. */
async function startTensors({ order, backEnd }: Lesson): Promise<BackEnd> {
  const say = (trials: Trial[], chosen: BackEnd | null, own = false): void =>
    tell({ at: 'trials', trials, chosen, own });
  if (order.encoder !== 'features' && order.encoder !== 'stack') {
    await startBackEnd('wasm');
    say([], 'wasm', true);
    return 'wasm';
  }
  if (backEnd !== null) {
    say([await startWanted(backEnd)], backEnd);
    return backEnd;
  }
  const { chosen, trials } = await chooseBackEnd((trials) => say(trials, null));
  say(trials, chosen);
  return chosen;
}

/** From how long the done share took; null until there is something to go by. */
function secondsLeft(began: number, share: number): number | null {
  if (share < 0.02) return null;
  return Math.ceil(((performance.now() - began) / 1000) * (1 / share - 1));
}
