import { Link } from 'wouter-preact';
import type { DatasetReply } from '../../shared/wire/datasets.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Icon } from '../view/icon.tsx';

/** Hours where there are any, else minutes. */
export function lengthText(seconds: number): string {
  if (seconds >= 3600) return t('data.hours', { hours: (seconds / 3600).toFixed(1) });
  return t('data.minutes', { minutes: (seconds / 60).toFixed(1) });
}

interface DatasetHeadProps {
  dataset: DatasetReply;
  trackName: string;
  onTrain: () => void;
  mayTrain: boolean;
}

/** Name, version and size, and the two things that are done with a version most. */
export function DatasetHead({ dataset, trackName, onTrain, mayTrain }: DatasetHeadProps) {
  const { name, version, lapCount, drivers, seconds } = dataset;
  return (
    <div class="page-head">
      <Link href="/data" class="button quiet small square" aria-label={t('data.toData')} title={t('data.toData')}>
        <Icon name="stepBack" size={18} />
      </Link>
      <h1 data-testid="dataset-title">{name}</h1>
      <span class="version-chip number" data-testid="dataset-version">
        {t('data.version', { version })}
      </span>
      <span class="quiet" data-testid="dataset-facts">
        {t('data.facts', {
          laps: t('data.lapCount', { count: lapCount }),
          drivers: t('data.driverCount', { count: drivers }),
          length: lengthText(seconds),
          track: trackName,
        })}
      </span>
      <span class="spread" />
      <a href="#compare" class="button">
        {t('data.compare.open')}
      </a>
      <Button
        kind="primary"
        icon="network"
        disabled={!mayTrain}
        onClick={() => {
          onTrain();
          document.getElementById('train')?.scrollIntoView({ block: 'center' });
        }}
        testId="train"
      >
        {t('data.trainOn', { version })}
      </Button>
    </div>
  );
}
