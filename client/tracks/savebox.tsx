import { useSignal } from '@preact/signals';
import { useLocation } from 'wouter-preact';
import type { TrackFile } from '../../shared/track/file.ts';
import { DEFAULT_CAR } from '../../shared/vehicle/cars.ts';
import { ApiError, addTrack } from '../connection/api.ts';
import { driverToken, fetchOwnRecord } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { gridOf } from '../connection/lineup.ts';
import { orderRace } from '../connection/raceorder.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';

const LAPS = 3;
const RIVALS = 2;
const MOST_NAME = 60;

interface Names {
  en: string;
  ko: string;
}

interface SaveBoxProps {
  /** Null while there is nothing that can be kept. */
  file: TrackFile | null;
  names: Names;
  onNames(names: Names): void;
  onSaved(): void;
}

type Saving = { at: 'no' } | { at: 'asking' } | { at: 'failed'; words: string } | { at: 'saved'; track: TrackSummary };

/** Name the circuit, keep it at the server, and race on it. */
export function SaveBox({ file, names, onNames, onSaved }: SaveBoxProps) {
  const saving = useSignal<Saving>({ at: 'no' });
  const kept = useSignal<TrackFile | null>(null);
  const named = names.en.trim() || names.ko.trim();
  const save = async (): Promise<void> => {
    saving.value = { at: 'asking' };
    try {
      const name = { en: names.en.trim() || named, ko: names.ko.trim() || named };
      const track = await keep({ ...file!, name });
      saving.value = { at: 'saved', track };
      kept.value = file;
      onSaved();
    } catch (error) {
      saving.value = { at: 'failed', words: words(error) };
    }
  };
  const now = saving.value;
  const saved = now.at === 'saved' && kept.value === file ? now.track : null;
  return (
    <div class="save-box">
      <Field label={t('tracks.nameEn')} lang="en" value={names.en} onInput={(en) => onNames({ ...names, en })} />
      <Field label={t('tracks.nameKo')} lang="ko" value={names.ko} onInput={(ko) => onNames({ ...names, ko })} />
      {saved ? <Saved track={saved} /> : null}
      {now.at === 'failed' ? (
        <p class="field-fault" role="alert">
          {now.words}
        </p>
      ) : null}
      {saved ? null : (
        <Button
          kind="primary"
          disabled={!file || named === '' || now.at === 'asking'}
          onClick={() => void save()}
          testId="save-track"
        >
          {t(now.at === 'asking' ? 'tracks.saving' : 'tracks.save')}
        </Button>
      )}
      {saved ? null : <p class="note">{t('tracks.everybody')}</p>}
    </div>
  );
}

function Field(props: { label: string; lang: string; value: string; onInput(value: string): void }) {
  return (
    <label class="field">
      <span class="caption">{props.label}</span>
      <input
        type="text"
        lang={props.lang}
        maxLength={MOST_NAME}
        value={props.value}
        data-testid={`name-${props.lang}`}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </label>
  );
}

function Saved({ track }: { track: TrackSummary }) {
  const [, go] = useLocation();
  const fault = useSignal('');
  const race = async (): Promise<void> => {
    try {
      const grid = gridOf([], { rivals: RIVALS, skill: 'mid' });
      await orderRace({ trackId: track.id, car: DEFAULT_CAR, laps: LAPS, grid });
      go('/race');
    } catch (error) {
      fault.value = faultText(error);
    }
  };
  return (
    <>
      <p role="status" data-testid="saved" data-track={track.id}>
        {t('tracks.saved', { name: track.names[language.value] })}
      </p>
      <Button kind="primary" icon="flag" onClick={() => void race()} testId="race-saved">
        {t('tracks.race')}
      </Button>
      {fault.value ? (
        <p class="field-fault" role="alert">
          {fault.value}
        </p>
      ) : null}
    </>
  );
}

/** With a driver's token, a new one where the server has forgotten the old. */
async function keep(file: TrackFile): Promise<TrackSummary> {
  const token = await driverToken();
  try {
    return await addTrack(token, file);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) throw error;
    await fetchOwnRecord(token).catch(() => undefined);
    return addTrack(await driverToken(), file);
  }
}

const REFUSALS: Record<number, string> = {
  409: 'tracks.serverFull',
  413: 'tracks.tooLarge',
  422: 'tracks.nameRefused',
  429: 'tracks.yoursFull',
};

function words(error: unknown): string {
  const key = error instanceof ApiError ? REFUSALS[error.status] : undefined;
  return key ? t(key) : faultText(error);
}
