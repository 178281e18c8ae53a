import type { HeadSpec } from '../../shared/policy/head.ts';
import { driver } from '../connection/driver.ts';
import { nameOf } from '../connection/named.ts';
import type { PolicyDetail } from '../connection/policies.ts';
import { language, t } from '../locale/locale.ts';
import { type Draft, fitsNothing, type Memory } from './draft.ts';

type Manifest = PolicyDetail['manifest'];

/** The names of the API for the kinds of the file. */
const HEAD_OF: Record<HeadSpec['kind'], string> = {
  squaredError: 'squared-error',
  gaussian: 'gaussian',
  mixture: 'mixture',
  bins: 'bins',
  latent: 'latent',
  flow: 'flow',
};

/** A key of a text has no hyphen. */
export const headKey = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

export const headText = (name: string): string => t(`policies.head.${headKey(name)}.name`);

/** How it picks an action; what fits nothing picks none. */
export function kindText({ head, network, observation }: Manifest): string {
  if (isPersistence(observation)) return t('policies.memory.persistence.name');
  if (network.memory) return t('policies.memory.neighbours.name');
  return headText(HEAD_OF[head.kind]);
}

export const isPersistence = ({ blocks }: Manifest['observation']): boolean =>
  blocks.length === 1 && blocks[0] === 'previousAction';

export function memoryOf({ network, observation }: Manifest): Memory {
  if (isPersistence(observation)) return 'persistence';
  if (network.memory) return 'neighbours';
  if (network.recurrent) return network.recurrent.cell;
  return network.history ? 'stack' : 'features';
}

export function memoryText(manifest: Manifest): string {
  const { history } = manifest.network;
  const memory = memoryOf(manifest);
  if (memory === 'stack' && history) return t('policies.frames', { count: history.frames });
  return t(`policies.memory.${memory}.short`);
}

/** Whose it is: a person's, a script's, everybody's. */
export function ownerText({ driverId }: Pick<PolicyDetail, 'driverId'>): string {
  if (driverId === null) return t('policies.crowd');
  const own = driver.value.driverId;
  if (!driverId.startsWith('scripted-')) return nameOf({ driverId, kind: 'policy', cloneOf: driverId }, own);
  return t('named.cloneOf', { name: nameOf({ driverId, kind: 'scripted', cloneOf: null }, own) });
}

const MADE = { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** When it was trained: two of one kind have nothing else to be told apart by. */
export const madeText = ({ createdAt }: Pick<PolicyDetail, 'createdAt'>): string =>
  new Date(createdAt).toLocaleString(language.value, MADE);

/** As one line tells it from another in a chart: how it picks, and what is out of the ordinary. */
export function shortName(manifest: Manifest): string {
  const memory = memoryOf(manifest);
  const { blocks } = manifest.observation;
  const parts = [kindText(manifest)];
  if (memory === 'stack' || memory === 'gru' || memory === 'lstm') parts.push(memoryText(manifest));
  if (blocks.includes('rangeFinder')) parts.push(t('policies.sense.rangeFinder.name'));
  if (blocks.includes('leftCamera')) parts.push(t('policies.sense.threeCameras.name'));
  else if (blocks.includes('frontCamera')) parts.push(t('policies.sense.camera.name'));
  else if (blocks.includes('topCamera')) parts.push(t('policies.sense.topCamera.name'));
  return parts.join(', ');
}

/** What is about to be trained, in the same words. */
export function draftText(draft: Draft): string {
  const { head, memory, sense } = draft;
  if (fitsNothing(draft)) return t(`policies.memory.${memory}.name`);
  const parts = [headText(head)];
  if (memory !== 'features') parts.push(t(`policies.memory.${memory}.name`));
  if (sense !== 'features') parts.push(t(`policies.sense.${sense}.name`));
  return parts.join(', ');
}

export const percent = (share: number): string => `${Math.round(share * 100)}%`;

export const signedSeconds = (ms: number): string => `${ms < 0 ? '−' : '+'}${(Math.abs(ms) / 1000).toFixed(2)} s`;

/** Steps as a tick says them: 2k. */
export const stepsText = (steps: number): string => {
  if (steps < 1000) return String(steps);
  return `${Number((steps / 1000).toFixed(1))}k`;
};
