import { DEFAULT_TRACK } from '../../shared/wire/options.ts';
import type { NewSessionRequest } from '../../shared/wire/sessions.ts';

/** What is being filled in; numbers are kept as typed. Where a goal's part is empty it is not asked for. */
export interface SessionDraft {
  name: string;
  tracks: readonly string[];
  laps: string;
  cleanLaps: string;
  drivers: string;
  keys: string;
  stick: string;
  /** Per cent of the road. */
  coverage: string;
  template: 'open' | 'class';
  nicknames: 'own' | 'generated';
  private: boolean;
  guardians: boolean;
  consentText: { en: string; ko: string };
}

export type DraftField = 'name' | 'tracks' | 'laps' | 'cleanLaps' | 'drivers' | 'styles' | 'coverage' | 'guardians';

/** Opens a session as it is. */
export const usualDraft = (name: string): SessionDraft => ({
  name,
  tracks: [DEFAULT_TRACK],
  laps: '3',
  cleanLaps: '100',
  drivers: '',
  keys: '',
  stick: '',
  coverage: '',
  template: 'open',
  nicknames: 'own',
  private: false,
  guardians: false,
  consentText: { en: '', ko: '' },
});

/** Bounds of the server's schema, as a person reads them. */
const BOUNDS = {
  laps: [1, 20],
  cleanLaps: [1, 100_000],
  drivers: [1, 1000],
  styles: [0, 100_000],
  coverage: [5, 100],
} as const;
const MAX_TRACKS = 8;

/** A whole number within bounds; undefined for nothing typed, null for anything else. */
function whole(text: string, [least, most]: readonly [number, number]): number | undefined | null {
  const plain = text.normalize('NFKC').trim();
  if (plain === '') return undefined;
  const value = /^\d{1,7}$/.test(plain) ? Number(plain) : Number.NaN;
  return value >= least && value <= most ? value : null;
}

/** The request, or the fields that cannot stay as they are, in the order of the form. */
export function requestOf(draft: SessionDraft): { request: NewSessionRequest } | { wrong: DraftField[] } {
  const laps = whole(draft.laps, BOUNDS.laps);
  const cleanLaps = whole(draft.cleanLaps, BOUNDS.cleanLaps);
  const drivers = whole(draft.drivers, BOUNDS.drivers);
  const keys = whole(draft.keys, BOUNDS.styles);
  const stick = whole(draft.stick, BOUNDS.styles);
  const coverage = whole(draft.coverage, BOUNDS.coverage);
  const name = draft.name.trim();
  const checks: [DraftField, boolean][] = [
    ['name', name.length > 0 && name.length <= 80],
    ['tracks', draft.tracks.length > 0 && draft.tracks.length <= MAX_TRACKS],
    ['cleanLaps', typeof cleanLaps === 'number'],
    ['guardians', draft.template === 'open' || draft.guardians],
    ['laps', typeof laps === 'number'],
    ['drivers', drivers !== null],
    ['styles', keys !== null && stick !== null],
    ['coverage', coverage !== null],
  ];
  const wrong = checks.filter(([, right]) => !right).map(([field]) => field);
  if (wrong.length > 0 || !cleanLaps || !laps) return { wrong };
  const styles = keys || stick ? { keys: keys || 0, stick: stick || 0 } : undefined;
  return {
    request: {
      name,
      tracks: [...draft.tracks],
      laps,
      goal: {
        cleanLaps,
        ...(drivers ? { drivers } : {}),
        ...(styles ? { styles } : {}),
        ...(coverage ? { coverage: coverage / 100 } : {}),
      },
      consentText: { en: draft.consentText.en.trim(), ko: draft.consentText.ko.trim() },
      template: draft.template,
      nicknames: draft.template === 'class' ? 'generated' : draft.nicknames,
      private: draft.template === 'class' || draft.private,
      guardians: draft.template === 'class' && draft.guardians,
    },
  };
}
