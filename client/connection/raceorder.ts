import type { RaceRequest } from '../../shared/wire/options.ts';
import { NO_CONSENT } from '../../shared/wire/options.ts';
import type { Participant, SessionView } from '../../shared/wire/sessions.ts';
import { driver, driverToken, recording } from './driver.ts';
import { raceRequest } from './request.ts';
import type { Entry } from './room.ts';
import { forgetSessionRace, rememberSessionRace } from './sessionrace.ts';

/** What a page asks for; who drives and what they agreed to is added here. */
export type RaceWish = Pick<RaceRequest, 'trackId' | 'car' | 'laps' | 'grid' | 'contact' | 'drive'>;

/** Order a race of one's own, which starts as soon as the race page has entered it. */
export const orderRace = (wish: RaceWish): Promise<void> => order({ how: 'create' }, wish);

/** Order a race that waits for the people who are given `code`. */
export const openRace = (wish: RaceWish, code: string): Promise<void> =>
  order({ how: 'joinOrCreate' }, { ...wish, code });

/** Order a place in the next quick race on a track: the server fills its grid, and it starts by itself. */
export const quickRace = ({ trackId, car, laps }: RaceWish): Promise<void> =>
  order({ how: 'joinOrCreate' }, { trackId, car, laps, quick: true });

/** Order a place in the race with this code; its track and laps are those of whoever opened it. */
export const joinRace = (code: string, car: string): Promise<void> => order({ how: 'join', code }, { code, car });

/** Watch the race with this code, without a car. */
export const watchRace = (code: string): Promise<void> => order({ how: 'join', code }, { code, spectate: true });

/** Order a race driven for a session, with what was agreed to there: its own road, laps and car, nobody else on the grid. */
export async function driveForSession(session: SessionView, part: Participant, trackId: string): Promise<void> {
  const { version, recorded, shared, exported } = part.consent;
  raceRequest.value = {
    entry: { how: 'create' },
    request: {
      session: session.code,
      trackId,
      car: session.car,
      laps: session.laps,
      contact: session.contact,
      grid: [],
      name: part.nickname,
      driverToken: await driverToken(),
      consent: { version, recorded, shared, exported },
    },
  };
  rememberSessionRace(raceRequest.value);
}

/**
 * A recorded driver needs their token first. One who is not recorded brings none, so that nothing of them is known to the
 * server; only their own clones answer to it.
 */
async function order(entry: Entry, wish: RaceRequest): Promise<void> {
  const { consent, name } = driver.value;
  const recorded = recording.value === true;
  const asksForClones = wish.drive !== undefined || wish.grid?.some(({ kind }) => kind === 'policy');
  const withClones = driver.value.driverToken !== null && asksForClones;
  const token = recorded || withClones ? await driverToken() : undefined;
  forgetSessionRace();
  raceRequest.value = {
    entry,
    request: { ...wish, name: name || undefined, driverToken: token, consent: recorded ? consent! : NO_CONSENT },
  };
}
