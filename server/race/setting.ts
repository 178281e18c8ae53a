import { ServerError } from '@colyseus/core';
import type { Track } from '../../shared/track/track.ts';
import type { RaceOptions } from '../../shared/wire/options.ts';
import { type SeatedRival, seatRivals } from '../bot/rivals.ts';
import type { Visitor } from './entrant.ts';
import { type Ghosts, seatGhosts } from './ghosts.ts';
import { quickRivals } from './quickplay.ts';
import type { Admission, RaceServices } from './services.ts';

/** What a race is about: where, how long, against whom. */
export interface Setting {
  track: Track;
  laps: number;
  contact: boolean;
  quick: boolean;
  rivals: readonly SeatedRival[];
  ghosts: Ghosts;
  /** The session it is driven for. */
  admission: Admission | null;
}

export type SettingWish = Pick<RaceOptions, 'trackId' | 'laps' | 'contact' | 'quick' | 'grid'>;

/** A setting as `asker` wishes it; rejects with a ServerError that says what there is not, or what they may not have. */
export async function settingOf(services: RaceServices, wish: SettingWish, asker: Visitor): Promise<Setting> {
  const { quick } = wish;
  const { trackId, laps, contact } = wishedRoad(wish, asker);
  const track = services.tracks.get(trackId);
  if (!track) {
    const known = [...services.tracks.keys()].join(', ');
    throw new ServerError(404, `There is no track "${trackId}". Choose one of: ${known}.`);
  }
  const grid = quick ? [] : wish.grid;
  try {
    const rivals = quick
      ? await quickRivals(track, asker, services.policies)
      : await seatRivals(grid, asker.spec, services.policies, asker.driverId);
    const ghosts = await seatGhosts(grid, track, services.ghosts, asker.driverId);
    return { track, laps, contact, quick, rivals, ghosts, admission: asker.session };
  } catch (error) {
    throw new ServerError(400, (error as Error).message);
  }
}

/** A session says where, how long and whether cars touch. */
function wishedRoad({ trackId, laps, contact }: SettingWish, { session }: Visitor) {
  if (!session) return { trackId, laps, contact };
  if (session.tracks.includes(trackId)) return { trackId, laps: session.laps, contact: session.contact };
  throw new ServerError(
    400,
    `Session ${session.code} is not driven on "${trackId}". Choose: ${session.tracks.join(', ')}.`,
  );
}
