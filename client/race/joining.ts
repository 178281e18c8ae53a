import { parseTrackFile } from '../../shared/track/file.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import { raceRequest } from '../connection/request.ts';
import { enterRace, type RaceRoom, RoomError, type RoomFailure, reenterRace, watchRoom } from '../connection/room.ts';
import { RaceSession } from './session.ts';

/** Enter the race the lobby asked for, or come back into the one this tab was in; then fetch its track. */
export async function joinSession(onLeft: (failure: RoomFailure) => void): Promise<RaceSession> {
  const { entry, request } = raceRequest.value;
  const back = wasReloaded() ? await reenterRace(location.origin) : undefined;
  const room = back ?? (await enterRace(location.origin, entry, request));
  const track = await trackOf(room);
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
  if (!back && entry.how === 'create') session.ready();
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

/** The track is built from the same file as on the server, so that both drive on the same bits. */
async function trackOf(room: RaceRoom): Promise<Track> {
  const response = await fetch(`/api/tracks/${encodeURIComponent(room.state.trackId)}`);
  if (!response.ok) throw new RoomError('offline', `The track could not be fetched: status ${response.status}.`);
  const { file, hash } = (await response.json()) as { file: unknown; hash: string };
  const track = buildTrack(parseTrackFile(file));
  if (track.hash !== hash)
    throw new RoomError('version', `Track ${track.id} has another content here than on the server.`);
  return track;
}
