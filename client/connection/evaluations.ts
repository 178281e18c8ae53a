import { z } from 'zod';
import { type JobReply, jobSchema, type PolicyRequest } from '../../shared/wire/api.ts';
import {
  type Comparison,
  comparisonSchema,
  type Evaluation,
  type EvaluationEntry,
  type EvaluationRequest,
  evaluationSchema,
  evaluationsSchema,
  type Ranking,
  rankingSchema,
} from '../../shared/wire/evaluations.ts';
import { ApiError, ask, refusal } from './api.ts';
import { nameOf, save } from './download.ts';

/** Policies trained, judged, ranked and compared by the server. `token`: a driver's, or an organiser's. */

const id = encodeURIComponent;

/** What is left out is the server's to choose. */
export type PolicyWish = Partial<PolicyRequest> & { datasetId: string };

export const trainPolicy = (token: string, wish: PolicyWish): Promise<JobReply> =>
  ask(jobSchema, '/policies', { method: 'POST', token, body: wish });

export const evaluatePolicy = (
  token: string,
  wish: Partial<EvaluationRequest> & { policyId: string },
): Promise<JobReply> => ask(jobSchema, '/evaluations', { method: 'POST', token, body: wish });

/** Of each policy, track and setting the newest, without the lists that `fetchEvaluation` has; the newest first. */
export async function fetchEvaluations(
  filter: { track?: string; policy?: string },
  token?: string,
  signal?: AbortSignal,
): Promise<EvaluationEntry[]> {
  const given = Object.entries({ ...filter, latest: 'true', limit: '100' }).filter(([, value]) => value);
  return (await ask(evaluationsSchema, `/evaluations?${new URLSearchParams(given)}`, { token, signal })).items;
}

export const fetchEvaluation = (evaluationId: string, token?: string, signal?: AbortSignal): Promise<Evaluation> =>
  ask(evaluationSchema, `/evaluations/${id(evaluationId)}`, { token, signal });

export const fetchRanking = (track: string, token?: string, signal?: AbortSignal): Promise<Ranking> =>
  ask(rankingSchema, `/evaluations/ranking?track=${id(track)}`, { token, signal });

export const fetchComparison = (
  policies: readonly string[],
  track: string | null,
  kicks: boolean,
  token?: string,
  signal?: AbortSignal,
): Promise<Comparison> => {
  const on = track === null ? '' : `&track=${id(track)}`;
  return ask(comparisonSchema, `/evaluations/compare?policies=${policies.map(id).join(',')}${on}&kicks=${kicks}`, {
    token,
    signal,
  });
};

/** Resolves when it is gone. */
export async function deletePolicy(token: string, policyId: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`/api/policies/${id(policyId)}`, { method: 'DELETE', headers }).catch(
    (error: unknown) => {
      throw new ApiError(0, String(error));
    },
  );
  if (!response.ok) throw await refusal(response);
}

/** Hand a policy's file to the browser; the token opens what learned in a private session. */
export async function downloadPolicy(policyId: string, token?: string): Promise<void> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const response = await fetch(`/api/policies/${id(policyId)}/file`, { headers }).catch((error: unknown) => {
    throw new ApiError(0, String(error));
  });
  if (!response.ok) throw await refusal(response);
  save(await response.blob(), nameOf(response) ?? `${policyId}.safetensors`);
}

/** The evaluation that a judging job made. */
export const evaluationOfJob = ({ result }: JobReply): string | null =>
  z.object({ id: z.string() }).safeParse(result).data?.id ?? null;
