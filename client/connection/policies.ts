import { z } from 'zod';
import { observationSpecSchema } from '../../shared/observation/spec.ts';
import { chunkSchema } from '../../shared/policy/chunk.ts';
import { headSpecSchema } from '../../shared/policy/head.ts';
import { liveChecksSchema } from '../../shared/policy/livecheck.ts';
import { sampleCountsSchema, teachingSchema } from '../../shared/policy/taught.ts';
import { type JobReply, jobSchema, listOf, type policyRequestSchema } from '../../shared/wire/api.ts';
import { type Comparison, comparisonSchema, type Ranking, rankingSchema } from '../../shared/wire/comparison.ts';
import {
  type Evaluation,
  type EvaluationEntry,
  evaluationEntrySchema,
  type evaluationRequestSchema,
  evaluationSchema,
} from '../../shared/wire/evaluations.ts';
import { ApiError, ask, refusal } from './api.ts';
import { nameOf, save } from './download.ts';
import { policySchema } from './replies.ts';

/** Policies with all that their pages tell of them, how they drive, and having them trained, judged and deleted. */

const { manifest } = policySchema.shape;
export const policyDetailSchema = policySchema.extend({
  createdBy: z.string().nullable(),
  /** May whoever asks put it on a grid, and delete it? */
  mayRace: z.boolean(),
  mayDelete: z.boolean(),
  manifest: manifest.extend({
    name: z.string(),
    head: headSpecSchema,
    observation: observationSpecSchema,
    network: z.object({
      convolution: z.unknown().optional(),
      recurrent: z.object({ cell: z.enum(['gru', 'lstm']), units: z.int() }).optional(),
      history: z.object({ frames: z.int(), every: z.int() }).optional(),
      memory: z.object({ samples: z.int(), neighbours: z.int() }).optional(),
      chunk: chunkSchema.optional(),
      hidden: z.array(z.int()),
    }),
    dataset: z.object({
      id: z.string().nullable(),
      laps: z.array(z.object({ episode: z.string(), lap: z.int() })),
    }),
    corrections: z.array(z.unknown()).optional(),
    interactive: z.object({ algorithm: z.enum(['dagger', 'gated']), round: z.int(), rounds: z.int() }).optional(),
    origin: z.object({ where: z.enum(['browser', 'file']), backEnd: z.string().nullable() }).optional(),
    samples: sampleCountsSchema,
    teaching: teachingSchema.optional(),
    noise: z.number().optional(),
    checks: liveChecksSchema.optional(),
  }),
});
export type PolicyDetail = z.infer<typeof policyDetailSchema>;

const id = encodeURIComponent;
const LONGEST_LIST = 200;
/** Pages of evaluations that are walked at most: each has a hundred. */
const MOST_PAGES = 5;

function queryOf(query: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return String(new URLSearchParams(given.map(([name, value]) => [name, String(value)])));
}

/** Policies of a track, the newest first; with a token also those that only its holder may see. */
export const fetchPoliciesOf = async (track: string, token?: string, signal?: AbortSignal): Promise<PolicyDetail[]> =>
  (await ask(listOf(policyDetailSchema), `/policies?${queryOf({ track, limit: LONGEST_LIST })}`, { token, signal }))
    .items;

export const fetchPolicyDetail = (policyId: string, signal?: AbortSignal, token?: string): Promise<PolicyDetail> =>
  ask(policyDetailSchema, `/policies/${id(policyId)}`, { signal, token });

export const deletePolicy = (token: string, policyId: string): Promise<unknown> =>
  ask(z.unknown(), `/policies/${id(policyId)}`, { method: 'DELETE', token });

export type TrainingWish = z.input<typeof policyRequestSchema>;

export const trainPolicy = (token: string, wish: TrainingWish): Promise<JobReply> =>
  ask(jobSchema, '/policies', { method: 'POST', token, body: wish });

export type EvaluationWish = z.input<typeof evaluationRequestSchema>;

export const evaluatePolicy = (token: string, wish: EvaluationWish): Promise<JobReply> =>
  ask(jobSchema, '/evaluations', { method: 'POST', token, body: wish });

export interface EvaluationsFilter {
  track?: string;
  policy?: string;
  kicks?: boolean;
  traffic?: boolean;
  /** Of each policy, track and setting the newest alone. */
  latest?: boolean;
}

/** Of an older server's evaluations those are left out that say less than today's: the policy has to drive again. */
const evaluationsPage = z.object({ items: z.array(z.unknown()), next: z.string().nullable() });

const readable = (items: readonly unknown[]): EvaluationEntry[] =>
  items.flatMap((item) => {
    const read = evaluationEntrySchema.safeParse(item);
    return read.success ? [read.data] : [];
  });

/** The newest first. */
export async function fetchEvaluations(
  filter: EvaluationsFilter,
  token?: string,
  signal?: AbortSignal,
): Promise<EvaluationEntry[]> {
  const found: EvaluationEntry[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = queryOf({ ...filter, after, limit: 100 });
    const { items, next } = await ask(evaluationsPage, `/evaluations?${query}`, { token, signal });
    found.push(...readable(items));
    if (next === null) break;
    after = next;
  }
  return found;
}

export const fetchEvaluation = (evaluationId: string, signal?: AbortSignal, token?: string): Promise<Evaluation> =>
  ask(evaluationSchema, `/evaluations/${id(evaluationId)}`, { signal, token });

export const fetchRanking = (track: string, token?: string, signal?: AbortSignal): Promise<Ranking> =>
  ask(rankingSchema, `/evaluations/ranking?${queryOf({ track, limit: 100 })}`, { token, signal });

export const fetchComparison = (
  query: { policies: readonly string[]; track?: string; kicks?: boolean },
  signal?: AbortSignal,
  token?: string,
): Promise<Comparison> =>
  ask(comparisonSchema, `/evaluations/compare?${queryOf({ ...query, policies: query.policies.join() })}`, {
    signal,
    token,
  });

/** A policy's file. Rejects with ApiError. */
async function fileOf(policyId: string, token?: string): Promise<Response> {
  const headers: HeadersInit = token ? { authorization: `Bearer ${token}` } : {};
  const response = await fetch(`/api/policies/${id(policyId)}/file`, { headers }).catch((error: unknown) => {
    throw new ApiError(0, String(error));
  });
  if (!response.ok) throw await refusal(response);
  return response;
}

export const fetchPolicyFile = async (policyId: string, token?: string): Promise<Uint8Array> =>
  new Uint8Array(await (await fileOf(policyId, token)).arrayBuffer());

/** Hand a policy's file to the browser: one that learned in a private session is given only to who shows a token. */
export async function downloadPolicy(policyId: string, token?: string): Promise<void> {
  const response = await fileOf(policyId, token);
  save(await response.blob(), nameOf(response) ?? `${policyId}.safetensors`);
}
