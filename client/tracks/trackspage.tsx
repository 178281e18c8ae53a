import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { fetchTracks } from '../connection/api.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { language, t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Card } from '../view/card.tsx';
import { Failed, Loading } from '../view/loading.tsx';
import { Segmented } from '../view/segmented.tsx';
import { useFetched } from '../view/usefetched.ts';
import { CsvForm } from './csvform.tsx';
import { type Draft, draftOfCsv, draftOfSeed } from './draft.ts';
import { PreviewMap } from './previewmap.tsx';
import { Report } from './report.tsx';
import { SaveBox } from './savebox.tsx';
import { randomSeed, type SeedChoice, SeedForm } from './seedform.tsx';
import { TrackList } from './tracklist.tsx';
import './tracks.css';

const SOURCES = ['csv', 'seed'] as const;
type Source = (typeof SOURCES)[number];

/** Bring a circuit: from a file of a real one or from a seed; see it, name it, keep it, race on it. */
export default function TracksPage() {
  const { state, retry } = useFetched('tracks', fetchTracks, true);
  useEffect(() => {
    document.title = `${t('tracks.title')} · Mimic GP`;
  }, [language.value]);
  const now = state.value;
  return (
    <>
      <AppBar theme="paper" name={driver.value.name} />
      <main id="main" tabIndex={-1} class="page tracks">
        <div class="page-head">
          <h1>{t('tracks.title')}</h1>
          <p class="tracks-lead">{t('tracks.lead')}</p>
        </div>
        <Workshop onSaved={retry} />
        {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
        {now.at === 'failed' ? (
          <Failed title={t('tracks.listFailed')} detail={faultText(now.error)} onRetry={retry} />
        ) : null}
        {now.at === 'there' ? <TrackList tracks={now.value} /> : null}
      </main>
    </>
  );
}

function Workshop({ onSaved }: { onSaved: () => void }) {
  const source = useSignal<Source>('csv');
  const csv = useSignal({ text: '', fileName: '', reverse: false });
  const seed = useSignal<SeedChoice>({ seed: randomSeed(), length: 'medium', shape: 'mixed' });
  const names = useSignal({ en: '', ko: '' });
  const draft = useSignal<Draft | null>(null);
  const busy = useSignal(false);
  const turn = useRef(0);
  /** After the next picture, so that the wait is seen; of several only the last. */
  const make = (work: () => Draft | null): void => {
    const mine = ++turn.current;
    busy.value = true;
    setTimeout(() => {
      if (mine !== turn.current) return;
      draft.value = work();
      busy.value = false;
    }, 30);
  };
  const show = (): void => {
    const { text, reverse } = csv.value;
    if (source.value === 'csv') make(() => (text === '' ? null : draftOfCsv(text, reverse)));
    else make(() => draftOfSeed(seed.value.seed, seed.value.length, seed.value.shape));
  };
  const readCsv = (text: string, fileName: string): void => {
    csv.value = { ...csv.value, text, fileName };
    const stem = fileName.replace(/\.[^.]*$/, '').slice(0, 60);
    names.value = { en: stem, ko: stem };
    show();
  };
  return (
    <div class="workshop">
      <Card title={t('tracks.bring')} icon="map">
        <Segmented
          label={t('tracks.source')}
          options={SOURCES.map((value) => ({ value, label: t(`tracks.sources.${value}`) }))}
          value={source.value}
          onChange={(next) => {
            source.value = next;
            names.value = next === 'seed' ? namesOf(seed.value.seed) : { en: '', ko: '' };
            show();
          }}
        />
        {source.value === 'csv' ? (
          <CsvForm
            fileName={csv.value.fileName}
            reverse={csv.value.reverse}
            onText={readCsv}
            onReverse={(reverse) => {
              csv.value = { ...csv.value, reverse };
              show();
            }}
          />
        ) : (
          <SeedForm
            choice={seed.value}
            onChange={(next) => {
              seed.value = next;
              names.value = namesOf(next.seed);
              show();
            }}
          />
        )}
      </Card>
      <Card title={t('tracks.preview')} class="workshop-preview">
        {busy.value ? <p role="status">{t('tracks.working')}</p> : null}
        {draft.value ? (
          <>
            <PreviewMap draft={draft.value} />
            <Report draft={draft.value} />
          </>
        ) : (
          <p class="preview-empty">{t('tracks.nothing')}</p>
        )}
      </Card>
      <Card title={t('tracks.name')} class="workshop-save">
        <SaveBox
          file={draft.value?.at === 'made' ? draft.value.file : null}
          names={names.value}
          onNames={(next) => {
            names.value = next;
          }}
          onSaved={onSaved}
        />
      </Card>
    </div>
  );
}

const namesOf = (seed: number) => ({ en: `Circuit ${seed}`, ko: `서킷 ${seed}` });
