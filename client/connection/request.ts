import { signal } from '@preact/signals';
import type { RaceRequest } from '../../shared/wire/options.ts';
import type { Entry } from './room.ts';

/** The race that the next visit of the race page enters; the lobby writes it. */
export const raceRequest = signal<{ entry: Entry; request: RaceRequest }>({ entry: { how: 'create' }, request: {} });
