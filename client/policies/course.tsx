import { useSignal } from '@preact/signals';
import { Link } from 'wouter-preact';
import type { DatasetEntry } from '../../shared/wire/datasets.ts';
import { ApiError } from '../connection/api.ts';
import { makeDataset } from '../connection/data.ts';
import { driver, driverToken } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Field } from '../view/field.tsx';

/** So the server says that no lap fits. */
const NO_LAPS = 409;

interface TrackChoiceProps {
  tracks: readonly TrackSummary[];
  trackId: string;
  onChoose: (trackId: string) => void;
}

/** The track whose policies are looked at, and on whose laps the next one learns. */
export function TrackChoice({ tracks, trackId, onChoose }: TrackChoiceProps) {
  return (
    <Field label={t('policies.track')} class="head-field">
      {(id) => (
        <select
          id={id}
          value={trackId}
          data-testid="policies-track"
          onChange={(event) => onChoose(event.currentTarget.value)}
        >
          {tracks.map((track) => (
            <option key={track.id} value={track.id}>
              {track.names[language.value]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface DatasetChoiceProps {
  datasets: readonly DatasetEntry[];
  datasetId: string;
  onChoose: (datasetId: string) => void;
}

/** What it learns from: versions of data sets of the track. */
export function DatasetChoice({ datasets, datasetId, onChoose }: DatasetChoiceProps) {
  if (datasets.length === 0) return null;
  return (
    <Field label={t('policies.dataset')} class="head-field">
      {(id) => (
        <select
          id={id}
          value={datasetId}
          data-testid="policies-dataset"
          onChange={(event) => onChoose(event.currentTarget.value)}
        >
          {datasets.map((entry) => (
            <option key={entry.id} value={entry.id}>
              {datasetText(entry)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** "My laps" is somebody else's where they made it. */
function datasetText({ name, version, lapCount, createdBy }: DatasetEntry): string {
  const dataset = t('policies.datasetOption', { name, version, count: lapCount });
  return createdBy === null || createdBy === driver.value.driverId ? dataset : t('policies.ofAnother', { dataset });
}

interface NewDatasetProps {
  trackId: string;
  onMade: (datasetId: string) => void;
}

/** There is nothing to learn from on this track yet. */
export function NoDataset(props: NewDatasetProps) {
  return (
    <div class="no-dataset" data-testid="no-dataset">
      <p>{t('policies.noDataset')}</p>
      <NewDataset {...props} />
    </div>
  );
}

/** There is something, but perhaps not one's own laps: folded away. */
export function OtherDataset(props: NewDatasetProps) {
  return (
    <details class="no-dataset" data-testid="other-dataset">
      <summary>{t('policies.otherLaps')}</summary>
      <NewDataset {...props} />
    </details>
  );
}

/** Two data sets that are made by one press, and where more is chosen. */
function NewDataset({ trackId, onMade }: NewDatasetProps) {
  const fault = useSignal('');
  const noLaps = useSignal(false);
  const busy = useSignal(false);
  const make = async (drivers: string[], name: string): Promise<void> => {
    busy.value = true;
    fault.value = '';
    noLaps.value = false;
    try {
      const { id } = await makeDataset(await driverToken(), { name, recipe: { trackId, drivers } });
      onMade(id);
    } catch (error) {
      noLaps.value = error instanceof ApiError && error.status === NO_LAPS;
      if (!noLaps.value) fault.value = faultText(error);
    }
    busy.value = false;
  };
  return (
    <>
      <div class="buttons">
        <Button
          size="small"
          icon="person"
          disabled={busy.value}
          onClick={() => void make(['me'], t('policies.ownLaps'))}
        >
          {t('policies.useOwnLaps')}
        </Button>
        <Button
          size="small"
          icon="users"
          disabled={busy.value}
          onClick={() => void make([], t('policies.allLaps'))}
          testId="use-all-laps"
        >
          {t('policies.useAllLaps')}
        </Button>
        <Link href={`/data?track=${encodeURIComponent(trackId)}`} class="button small">
          {t('policies.chooseLaps')}
        </Link>
      </div>
      {fault.value ? (
        <p class="field-fault" role="alert">
          {fault.value}
        </p>
      ) : null}
      <p role="status" data-testid="no-laps">
        {noLaps.value ? (
          <>
            {t('policies.noLaps')}{' '}
            <Link href="/" class="quiet-link">
              {t('policies.toRace')}
            </Link>
          </>
        ) : null}
      </p>
    </>
  );
}
