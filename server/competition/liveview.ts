import type { Live, Participant } from '../../shared/wire/sessions.ts';
import { participantsOf, type StoredParticipant } from '../store/participants.ts';
import { frozenFrom } from '../store/sessionlaps.ts';
import type { StoredSession } from '../store/sessions.ts';
import type { Store } from '../store/tables.ts';
import type { SessionMemory } from './memory.ts';
import type { Presence } from './rooms.ts';
import { lapsPerMinute } from './tally.ts';
import { sessionView } from './view.ts';

const MINUTES = 20;
/** Longest list of stretches to ask people for. */
const MOST_THIN = 40;
const ABSENT: Presence = { connected: false, driving: false };

/** What the organiser of a session sees now; `now` in milliseconds. */
export async function liveView(
  store: Store,
  session: StoredSession,
  memory: SessionMemory,
  presence: ReadonlyMap<string, Presence>,
  now: number,
): Promise<Live> {
  const { goal, tracks } = session.settings;
  const drivers = await participantsOf(store, session.id);
  return {
    session: sessionView(session, memory.progress(goal, tracks)),
    drivers: drivers.map((participant) => {
      const { flagged, mostlyFlagged, style } = memory.of(participant.driverId);
      const present = presence.get(participant.driverId) ?? ABSENT;
      return { ...participantView(participant, session, memory), ...present, style, flagged, mostlyFlagged };
    }),
    laps: memory.newest,
    ticks: memory.all.ticks,
    lapsPerMinute: lapsPerMinute(memory.laps, now, MINUTES),
    coverage: memory.roads.coverage,
    thin: memory.roads.thin.slice(0, MOST_THIN),
    datasets: await frozenFrom(store, session.id),
  };
}

/** What somebody sees of their own part. */
export function participantView(
  { driverId, nickname, joinedAt, removedAt, consent }: StoredParticipant,
  { settings }: StoredSession,
  memory: SessionMemory,
): Participant {
  return {
    ...{ driverId, nickname, joinedAt, removed: removedAt !== null, consent },
    progress: memory.ownProgress(driverId, settings.goal, settings.tracks),
    bestLapMs: memory.of(driverId).bestLapMs,
  };
}
