import type { Track } from '../../shared/track/track.ts';
import { fetchTrack } from '../connection/api.ts';
import { driver } from '../connection/driver.ts';
import { fetchClones } from '../connection/held.ts';
import { raceRequest } from '../connection/request.ts';
import { enterRace, type RaceRoom, RoomError, type RoomFailure, reenterRace, watchRoom } from '../connection/room.ts';
import { recallSessionRace } from '../connection/sessionrace.ts';
import { markOwnPolicy } from './drivers.ts';
import { RaceSession } from './session.ts';

/** What a page hears of its session after it has begun. */
export interface SessionEvents {
  left(failure: RoomFailure): void;
  /** The host has chosen another track: the race goes on waiting in a new session. */
  moved(session: RaceSession): void;
}

/** Enter the race the lobby asked for, or come back into the one this tab was in; then fetch its track. */
export async function joinSession(events: SessionEvents): Promise<RaceSession> {
  const back = wasReloaded() ? await reenterRace(location.origin) : undefined;
  if (back) recallSessionRace();
  const { entry, request } = raceRequest.value;
  const room = back ?? (await enterRace(location.origin, entry, request));
  const track = await trackOf(room);
  markOwnClones(room).catch(() => undefined);
  const session = new RaceSession(room, track);
  const { hud } = session;
  watchRoom(room, {
    dropped: () => {
      hud.connection.value = 'dropped';
    },
    back: () => {
      hud.connection.value = 'open';
    },
    left: (failure) => {
      hud.connection.value = 'lost';
      events.left(failure);
    },
    said: (said) => hud.talk.hear(said, said.id === room.sessionId),
    refused: ({ what }) => {
      hud.refusal.value = what;
    },
    told: (notice) => {
      hud.collecting.message.value = notice;
    },
  });
  followTrack(session, events);
  // Nobody is to be asked in a race of one's own, nor among strangers: the lights start with the click in the lobby.
  if (!back && ((entry.how === 'create' && room.state.code === '') || request.quick)) session.ready();
  return session;
}

/** While a race waits its host may choose another track; cars are then predicted and drawn on that. */
function followTrack(first: RaceSession, events: SessionEvents): void {
  const { room, hud } = first;
  let session = first;
  let asked = first.track.id;
  room.onStateChange(({ trackId }) => {
    if (trackId === asked) return;
    asked = trackId;
    fetchTrack(trackId).then(
      (track) => {
        if (room.state.trackId !== track.id || track.id === session.track.id) return;
        session.prediction.dispose();
        session = new RaceSession(room, track, hud);
        events.moved(session);
      },
      () => events.left('offline'),
    );
  });
}

let joinedBefore = false;

/** This document was loaded at the race itself: a reload in the middle of it, not a click in the lobby. */
function wasReloaded(): boolean {
  const [loaded] = performance.getEntriesByType('navigation');
  const first = !joinedBefore;
  joinedBefore = true;
  return first && loaded !== undefined && new URL(loaded.name).pathname === location.pathname;
}

/** Which of the clones on the grid are one's own; without an answer they look like anybody's. */
async function markOwnClones(room: RaceRoom): Promise<void> {
  const { driverId } = driver.value;
  const policies = [...room.state.cars.values()].filter((car) => car.kind === 'policy');
  if (driverId === null || policies.length === 0) return;
  const own = await fetchClones({ driver: driverId, track: room.state.trackId });
  for (const { id, manifest } of own) markOwnPolicy(id, manifest.kind);
}

/** The track is built from the same file as on the server, so that both drive on the same bits. */
function trackOf(room: RaceRoom): Promise<Track> {
  return fetchTrack(room.state.trackId).catch((error: unknown) => {
    void room.leave();
    throw new RoomError('offline', String(error));
  });
}
