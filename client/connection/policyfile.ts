import { type JobReply, jobSchema } from '../../shared/wire/api.ts';
import { ApiError, refusal } from './api.ts';

/** Largest file that the server reads. */
export const MOST_POLICY_BYTES = 8 * 1024 * 1024;

/**
 * Bring a policy file to the server, which looks through it and drives it before it is kept: the job's result names the
 * policy. Rejects with ApiError, whose message says what is wrong with the file.
 */
export async function sendPolicyFile(token: string, file: Blob, signal?: AbortSignal): Promise<JobReply> {
  const response = await fetch('/api/policies/file', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: file,
    signal,
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError(0, String(error));
  });
  if (!response.ok) throw await refusal(response);
  return jobSchema.parse(await response.json());
}

/** The id of the policy that such a job kept. */
export function policyOfJob({ result }: JobReply): string | null {
  const policy = typeof result === 'object' && result !== null && 'policy' in result ? result.policy : null;
  return typeof policy === 'string' ? policy : null;
}
