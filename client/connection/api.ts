import type { z } from 'zod';
import type { TrackFile } from '../../shared/track/file.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import {
  type CloneRequest,
  type DriverRecord,
  driverSchema,
  episodeSchema,
  type JobReply,
  jobSchema,
  listOf,
  type NewDriver,
  newDriverSchema,
  type OpenRace,
  openRaceSchema,
  problemSchema,
} from '../../shared/wire/api.ts';
import {
  type Ghosts,
  ghostsSchema,
  type Leaderboard,
  type LeaderboardQuery,
  leaderboardSchema,
  type Profile,
  profileSchema,
  type RecentRace,
  recentRaceSchema,
} from '../../shared/wire/records.ts';
import {
  type Divergence,
  divergenceSchema,
  type PolicyReply,
  policySchema,
  type TrackSummary,
  trackReplySchema,
  trackSummarySchema,
} from './replies.ts';

/** A request that the server refused or could not answer; `status` 0 stands for no answer at all. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Asking {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  token?: string;
  body?: unknown;
  signal?: AbortSignal;
}

/** Ask the server and check its answer against `schema`. Rejects with ApiError, or as fetch does when aborted. */
export async function ask<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  asking: Asking = {},
): Promise<z.infer<Schema>> {
  const response = await reach(path, asking);
  if (!response.ok) throw await refusal(response);
  const answer = schema.safeParse(await response.json().catch(() => null));
  if (answer.success) return answer.data;
  const issue = answer.error.issues[0];
  throw new ApiError(502, `/api${path}: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** Why the server refused, in its own words. */
export async function refusal(response: Response): Promise<ApiError> {
  const problem = problemSchema.safeParse(await response.json().catch(() => null));
  return new ApiError(response.status, problem.success ? problem.data.detail : `Status ${response.status}.`);
}

async function reach(path: string, { method = 'GET', token, body, signal }: Asking): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    return await fetch(`/api${path}`, {
      method,
      headers,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, String(error));
  }
}

const id = encodeURIComponent;

/** A query; what is left out is not asked for. */
function parameters(query: Record<string, string | number | undefined>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return String(new URLSearchParams(given.map(([name, value]) => [name, String(value)])));
}

export const createDriver = (): Promise<NewDriver> => ask(newDriverSchema, '/drivers', { method: 'POST' });

export const fetchDriver = (token: string, signal?: AbortSignal): Promise<DriverRecord> =>
  ask(driverSchema, '/drivers/me', { token, signal });

export const fetchTracks = async (signal?: AbortSignal): Promise<TrackSummary[]> =>
  (await ask(listOf(trackSummarySchema), '/tracks', { signal })).items;

/** Put a circuit on the server's shelf; it can be raced as soon as this resolves. */
export const addTrack = (token: string, file: TrackFile): Promise<TrackSummary> =>
  ask(trackSummarySchema, '/tracks', { method: 'POST', token, body: { file } });

/** The races with a code, the one that still waits first; none where nobody has given the code out. */
export const fetchRacesByCode = async (code: string, signal?: AbortSignal): Promise<OpenRace[]> =>
  (await ask(listOf(openRaceSchema), `/races?code=${id(code)}`, { signal })).items;

const built = new Map<string, Promise<Track>>();

/** The track, built here from the same file as on the server; fetched once a page. */
export function fetchTrack(trackId: string): Promise<Track> {
  const known = built.get(trackId);
  if (known) return known;
  const track = ask(trackReplySchema, `/tracks/${id(trackId)}`).then(({ file }) => buildTrack(file));
  built.set(trackId, track);
  track.catch(() => built.delete(trackId));
  return track;
}

/** The newest first. */
export const fetchPolicies = async (
  filter: { driver?: string; track?: string },
  signal?: AbortSignal,
  token?: string,
): Promise<PolicyReply[]> => {
  return (await ask(listOf(policySchema), `/policies?${parameters(filter)}`, { signal, token })).items;
};

export const cloneMe = (token: string, request: Partial<CloneRequest> & { trackId: string }): Promise<JobReply> =>
  ask(jobSchema, '/clones', { method: 'POST', token, body: request });

export const fetchJob = (jobId: string, signal?: AbortSignal): Promise<JobReply> =>
  ask(jobSchema, `/jobs/${id(jobId)}`, { signal });

export const cancelJob = (token: string, jobId: string): Promise<JobReply> =>
  ask(jobSchema, `/jobs/${id(jobId)}`, { method: 'DELETE', token });

/** Races that are kept and over, the newest first, and where the next page begins. */
export const fetchRecentRaces = async (
  after: string | null,
  signal?: AbortSignal,
): Promise<{ items: RecentRace[]; next: string | null }> =>
  ask(listOf(recentRaceSchema), `/races?recent=1${after === null ? '' : `&after=${id(after)}`}`, { signal });

export const fetchLeaderboard = (
  query: Pick<LeaderboardQuery, 'track' | 'car' | 'sector' | 'who'> & { limit?: number },
  signal?: AbortSignal,
): Promise<Leaderboard> => ask(leaderboardSchema, `/leaderboards?${parameters(query)}`, { signal });

/** Episodes worth racing against; the own best is known by the driver's token alone. */
export const fetchGhosts = (
  query: { track: string; car: string },
  token: string | null,
  signal?: AbortSignal,
): Promise<Ghosts> => ask(ghostsSchema, `/ghosts?${parameters(query)}`, { token: token ?? undefined, signal });

export const fetchProfile = (token: string, signal?: AbortSignal): Promise<Profile> =>
  ask(profileSchema, '/drivers/me/profile', { token, signal });

export const fetchEpisode = (
  episodeId: string,
  signal?: AbortSignal,
  token?: string,
): Promise<z.infer<typeof episodeSchema>> => ask(episodeSchema, `/episodes/${id(episodeId)}`, { signal, token });

export const fetchPolicy = (policyId: string, signal?: AbortSignal, token?: string): Promise<PolicyReply> =>
  ask(policySchema, `/policies/${id(policyId)}`, { signal, token });

/** Takes seconds the first time: the clone drives its laps now. */
export const fetchDivergence = (policy: string, signal?: AbortSignal, token?: string): Promise<Divergence> =>
  ask(divergenceSchema, `/divergence?policy=${id(policy)}`, { signal, token });
