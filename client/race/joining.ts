import type { Track } from '../../shared/track/track.ts';
import { fetchPolicies, fetchTrack } from '../connection/api.ts';
import { driver } from '../connection/driver.ts';
import { raceRequest } from '../connection/request.ts';
import { enterRace, type RaceRoom, RoomError, type RoomFailure, reenterRace, watchRoom } from '../connection/room.ts';
import { markOwnPolicy } from './drivers.ts';
import { RaceSession } from './session.ts';

/** Enter the race the lobby asked for, or come back into the one this tab was in; then fetch its track. */
export async function joinSession(onLeft: (failure: RoomFailure) => void): Promise<RaceSession> {
  const { entry, request } = raceRequest.value;
  const back = wasReloaded() ? await reenterRace(location.origin) : undefined;
  const room = back ?? (await enterRace(location.origin, entry, request));
  const track = await trackOf(room);
  markOwnClones(room).catch(() => undefined);
  const session = new RaceSession(room, track);
  const { connection } = session.hud;
  watchRoom(room, {
    dropped: () => {
      connection.value = 'dropped';
    },
    back: () => {
      connection.value = 'open';
    },
    left: (failure) => {
      connection.value = 'lost';
      onLeft(failure);
    },
  });
  // Nobody to wait for in a race of one's own: the lights start with the click in the lobby.
  if (!back && entry.how === 'create' && room.state.code === '') session.ready();
  return session;
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
  const own = await fetchPolicies({ driver: driverId, track: room.state.trackId });
  for (const { id, manifest } of own) markOwnPolicy(id, manifest.kind);
}

/** The track is built from the same file as on the server, so that both drive on the same bits. */
function trackOf(room: RaceRoom): Promise<Track> {
  return fetchTrack(room.state.trackId).catch((error: unknown) => {
    void room.leave();
    throw new RoomError('offline', String(error));
  });
}
