import type { JobReply } from '../../../shared/wire/api.ts';
import { ApiError } from '../../connection/api.ts';
import { followJob } from '../../connection/job.ts';
import { policyOfJob, sendPolicyFile } from '../../connection/policyfile.ts';

/** A file on its way: what the server does with it, and the policy that came of it. */
export interface Sending {
  job: JobReply | null;
  policyId: string | null;
}

/** Send a policy file and wait until the server has driven and kept it; its id. Rejects with ApiError. */
export async function sendAndFollow(
  file: Blob,
  token: string,
  signal: AbortSignal,
  tell: (sending: Sending) => void,
): Promise<string> {
  const begun = await sendPolicyFile(token, file, signal);
  return new Promise((resolve, reject) => {
    const hear = (job: JobReply): void => {
      tell({ job, policyId: null });
      const policyId = policyOfJob(job);
      if (job.state === 'done' && policyId !== null) resolve(policyId);
      else if (job.state === 'failed' || job.state === 'cancelled') {
        reject(new ApiError(422, job.error ?? `The file was not kept: ${job.state}.`));
      }
    };
    const stop = followJob(begun.id, hear, reject);
    signal.addEventListener('abort', () => {
      stop();
      reject(signal.reason);
    });
    hear(begun);
  });
}
