import { z } from 'zod';
import type { Participant } from '../../shared/wire/sessions.ts';
import { driver } from './driver.ts';
import { fetchOwnPart } from './sessions.ts';
import { recall, remember } from './storage.ts';

const KEY = 'mimic-gp-joined';
const MAX_KEPT = 50;
const keptSchema = z.array(z.object({ code: z.string(), driverId: z.string() }));

const kept = (): z.infer<typeof keptSchema> => keptSchema.safeParse(recall(KEY)).data ?? [];

/** This browser's driver has joined: from now on their part is asked for. */
export function rememberJoined(code: string): void {
  const { driverId } = driver.peek();
  if (driverId === null || hasJoined(code)) return;
  remember(KEY, [{ code, driverId }, ...kept()].slice(0, MAX_KEPT));
}

const hasJoined = (code: string): boolean =>
  kept().some((joined) => joined.code === code && joined.driverId === driver.peek().driverId);

/** One's own part in a session; null without asking for whoever has not joined in this browser: joining again finds it. */
export async function ownPartIn(code: string, signal?: AbortSignal): Promise<Participant | null> {
  const { driverToken } = driver.peek();
  return driverToken !== null && hasJoined(code) ? fetchOwnPart(driverToken, code, signal) : null;
}
