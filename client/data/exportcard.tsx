import { useSignal } from '@preact/signals';
import { EXPORT_FORMATS } from '../../shared/dataset/transitions.ts';
import { CAMERAS } from '../../shared/observation/camera.ts';
import { OBSERVATION_CHOICES } from '../../shared/observation/named.ts';
import type { DatasetReply } from '../../shared/wire/datasets.ts';
import { type ExportWish, exportPath } from '../connection/data.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { Icon } from '../view/icon.tsx';
import { ProgressBar } from '../view/progressbar.tsx';
import { Segmented } from '../view/segmented.tsx';
import { bytesText } from './bytes.ts';
import { Choice } from './filters.tsx';
import { Tick } from './tick.tsx';
import { type Export, useExport } from './useexport.ts';

type Format = (typeof EXPORT_FORMATS)[number];
const RATES = ['20', '60'] as const;

/** Names of formats are the same in every language. */
const NAMES: Record<Format, string> = {
  lerobot: 'LeRobot v3',
  minari: 'Minari',
  robomimic: 'robomimic',
  parquet: 'Parquet',
  csv: 'CSV',
  raw: 'Race logs',
};

/** Archives of this version: made when first asked for, then downloaded. */
export function ExportCard({ dataset, token }: { dataset: DatasetReply; token: string | undefined }) {
  const wish = useSignal<Wish>({ rate: '20', observation: 'own', images: '' });
  const may = dataset.card?.consent?.exportedLaps;
  const some = may !== undefined && may < dataset.lapCount;
  return (
    <Card title={t('data.export.title', { version: dataset.version })} class="export-card">
      <p class="note">{t('data.export.body')}</p>
      {some ? <p class="note warn">{t('data.export.some', { may, count: dataset.lapCount })}</p> : null}
      <Wishes wish={wish.value} onWish={(next) => (wish.value = next)} />
      <div class="exports">
        {EXPORT_FORMATS.map((format) => {
          const path = exportPath(dataset.id, { ...wish.value, format });
          return <ExportButton key={path} path={path} format={format} token={token} />;
        })}
      </div>
    </Card>
  );
}

type Wish = Omit<ExportWish, 'format'>;

function Wishes({ wish, onWish }: { wish: Wish; onWish: (wish: Wish) => void }) {
  const images = wish.images.split(',').filter((name) => name !== '');
  const toggled = (camera: string): string =>
    CAMERAS.filter((name) => (name === camera) !== images.includes(name)).join();
  return (
    <>
      <Segmented
        label={t('data.export.rate')}
        labelled
        options={RATES.map((value) => ({ value, label: t('data.export.hz', { rate: value }) }))}
        value={wish.rate}
        onChange={(rate) => onWish({ ...wish, rate })}
      />
      <details class="more-export">
        <summary>{t('data.export.more')}</summary>
        <Choice
          label={t('data.export.observation')}
          value={wish.observation}
          options={OBSERVATION_CHOICES.map((name) => [name, t(`data.observation.${OBSERVATION_KEYS[name]}`)])}
          onChange={(observation) => onWish({ ...wish, observation })}
        />
        <fieldset>
          <legend class="caption">{t('data.export.cameras')}</legend>
          {CAMERAS.map((camera) => (
            <Tick
              key={camera}
              on={images.includes(camera)}
              text={t(`data.camera.${camera}`)}
              onChange={() => onWish({ ...wish, images: toggled(camera) })}
            />
          ))}
        </fieldset>
      </details>
    </>
  );
}

/** The texts' keys hold no hyphens. */
const OBSERVATION_KEYS = {
  own: 'own',
  traffic: 'traffic',
  road: 'road',
  obstacles: 'obstacles',
  'range-finder': 'rangeFinder',
  cue: 'cue',
} as const;

/** Beside the name of a format, short: a bar below tells the rest. */
function stateText({ at, job }: Export): string {
  if (at === 'failed') return t('data.export.failed');
  if (at === 'making') return `${Math.round((job?.progress ?? 0) * 100)}%`;
  return at === 'asking' ? '…' : '';
}

function ExportButton({ path, format, token }: { path: string; format: Format; token: string | undefined }) {
  const { state, ask, pass } = useExport(path, format, token);
  const now = state.value;
  const name = format === 'raw' ? t('data.export.raw') : NAMES[format];
  if (now.at === 'ready') {
    return (
      <a
        class="button small"
        href={path}
        download
        data-testid={`download-${format}`}
        onClick={(event) => {
          if (now.open) return;
          // A link cannot say who asks.
          event.preventDefault();
          pass();
        }}
      >
        <Icon name="download" size={18} />
        {name}
        <span class="size number">{now.bytes === null ? t('data.export.download') : bytesText(now.bytes)}</span>
      </a>
    );
  }
  return (
    <div class="export">
      <button
        type="button"
        class="button small"
        disabled={now.at === 'asking' || now.at === 'making'}
        onClick={ask}
        data-testid={`export-${format}`}
      >
        <Icon name="download" size={18} />
        {name}
        <span class="size">{stateText(now)}</span>
      </button>
      {now.at === 'making' ? (
        <ProgressBar label={t('data.export.making')} value={now.job?.progress ?? null} live />
      ) : null}
      {now.at === 'failed' ? (
        <p class="field-fault" role="alert">
          {now.fault}
        </p>
      ) : null}
    </div>
  );
}
