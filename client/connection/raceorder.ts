import type { RaceRequest } from '../../shared/wire/options.ts';
import { NO_CONSENT } from '../../shared/wire/options.ts';
import { driver, driverToken } from './driver.ts';
import { raceRequest } from './request.ts';

/** What a page asks for; who drives and what they agreed to is added here. */
export type RaceWish = Pick<RaceRequest, 'trackId' | 'laps' | 'grid'>;

/**
 * Order a race of one's own, which the race page then enters. A recorded driver needs their token first. One who is not
 * recorded brings none, so that nothing of them is known to the server; only their own clones answer to it.
 */
export async function orderRace(wish: RaceWish): Promise<void> {
  const { consent, name } = driver.value;
  const recorded = consent?.recorded === true;
  const withClones = driver.value.driverToken !== null && wish.grid?.some(({ kind }) => kind === 'policy');
  const token = recorded || withClones ? await driverToken() : undefined;
  raceRequest.value = {
    entry: { how: 'create' },
    request: { ...wish, name: name || undefined, driverToken: token, consent: recorded ? consent : NO_CONSENT },
  };
}
