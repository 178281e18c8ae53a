import { CARS, DEFAULT_CAR } from '../../shared/vehicle/cars.ts';
import { DEFAULT_TRACK } from '../../shared/wire/options.ts';

export const WHO = ['all', 'people', 'clones', 'scripted'] as const;
export type Who = (typeof WHO)[number];

/** Which list is looked at. */
export interface RecordsQuery {
  track: string;
  car: string;
  /** From 1; undefined for whole laps. */
  sector: number | undefined;
  who: Who;
}

/** The list an address asks for; what is missing or unknown is everybody's whole laps on the first track. */
export function queryOf(search: string): RecordsQuery {
  const query = new URLSearchParams(search);
  const sector = Number(query.get('sector'));
  const car = query.get('car') ?? '';
  return {
    track: query.get('track') || DEFAULT_TRACK,
    car: CARS.has(car) ? car : DEFAULT_CAR,
    sector: Number.isInteger(sector) && sector > 0 ? sector : undefined,
    who: WHO.find((known) => known === query.get('who')) ?? 'all',
  };
}

export function recordsPath({ track, car, sector, who }: RecordsQuery): string {
  const query = new URLSearchParams({ track, car });
  if (sector !== undefined) query.set('sector', String(sector));
  if (who !== 'all') query.set('who', who);
  return `/records?${query}`;
}
