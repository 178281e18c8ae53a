import { DECODINGS_OF, type Decoding } from '../../shared/policy/decoding.ts';
import { DECISION_HZ, type DecisionRate } from '../../shared/training/cloneorder.ts';
import { t } from '../locale/locale.ts';
import { Segmented } from '../view/segmented.tsx';
import { CHUNKS, mistakeWith } from './draft.ts';
import { Tick } from './tick.tsx';
import type { PartProps } from './trainform.tsx';

/** What is seldom changed, folded away. */
export function FinerPoints({ now, change }: PartProps) {
  const decodings = DECODINGS_OF[now.head] ?? [];
  const unchunkable = mistakeWith(now, { chunk: CHUNKS[1] });
  return (
    <details class="finer">
      <summary>{t('policies.finer')}</summary>
      {decodings.length > 0 ? (
        <>
          <Segmented<Decoding>
            label={t('policies.decode')}
            labelled
            options={decodings.map((value) => ({ value, label: t(`policies.decoding.${value}`) }))}
            value={now.decode ?? decodings[0]!}
            onChange={(decode) => change({ decode: decode === decodings[0] ? null : decode })}
          />
          <p class="note">{t('policies.decodeMeans')}</p>
        </>
      ) : null}
      {unchunkable !== null && now.chunk === 1 ? (
        <p class="note">{t(`policies.mistake.${unchunkable.kind}`)}</p>
      ) : (
        <Chunks now={now} change={change} />
      )}
      <Segmented
        label={t('policies.hz')}
        labelled
        options={DECISION_HZ.map((hz) => ({ value: String(hz), label: `${hz} Hz` }))}
        value={String(now.hz)}
        onChange={(hz) => change({ hz: Number(hz) as DecisionRate })}
      />
      <p class="note">{t('policies.hzMeans')}</p>
      <Tick
        checked={now.corrections}
        name={t('policies.corrections')}
        means={t('policies.correctionsMeans')}
        onChange={(corrections) => change({ corrections })}
      />
    </details>
  );
}

function Chunks({ now, change }: PartProps) {
  return (
    <>
      <Segmented
        label={t('policies.chunk')}
        labelled
        options={CHUNKS.map((chunk) => ({
          value: String(chunk),
          label: chunk === 1 ? t('policies.noChunk') : `${chunk}`,
        }))}
        value={String(now.chunk)}
        onChange={(chunk) => change({ chunk: Number(chunk) })}
      />
      {now.chunk > 1 ? (
        <Segmented
          label={t('policies.chunkDrive')}
          labelled
          options={(['ensemble', 'commit'] as const).map((value) => ({
            value,
            label: t(`policies.chunkWay.${value}`),
          }))}
          value={now.chunkDrive}
          onChange={(chunkDrive) => change({ chunkDrive })}
        />
      ) : null}
      <p class="note">{t('policies.chunkMeans')}</p>
    </>
  );
}
