import { useMemo } from 'preact/hooks';
import { isCameraBlock, PICTURE_SIZE } from '../../../shared/observation/pictures.ts';
import { type ObservationBlock, type ObservationSpec, observationNames } from '../../../shared/observation/spec.ts';
import { t } from '../../locale/locale.ts';
import { RayFan } from './rayfan.tsx';
import { RoadAhead } from './roadahead.tsx';
import './seen.css';
import { SeenNumbers } from './seennumbers.tsx';
import { SeenPicture } from './seenpicture.tsx';

interface SeenProps {
  spec: ObservationSpec;
  /** An observation of that specification. */
  numbers: Float32Array;
  /** The named numbers wait behind a line that opens them. */
  folded?: boolean;
}

/** Exactly what a policy sees in a moment: the numbers that `observe` makes, drawn from them and from nothing else. */
export function Seen({ spec, numbers, folded = false }: SeenProps) {
  const blocks = useMemo(() => partsOf(spec, numbers), [spec, numbers]);
  const named = blocks.filter(({ block }) => !isCameraBlock(block));
  const list = named.map(({ block, names, values }) => (
    <SeenNumbers key={block} title={nameOf(block)} names={names} values={[...values]} />
  ));
  const { width, height } = spec.camera ?? PICTURE_SIZE;
  return (
    <div class="seen">
      <div class="seen-drawings">
        {blocks.map(({ block, names, values }) => {
          const name = nameOf(block);
          if (isCameraBlock(block)) {
            return (
              <figure key={block}>
                <SeenPicture pixels={values} width={width} height={height} label={name} />
                <figcaption>
                  {name}, {width} × {height}
                </figcaption>
              </figure>
            );
          }
          if (block === 'rangeFinder') {
            return (
              <figure key={block}>
                <RayFan rays={[...values]} label={name} />
                <figcaption>
                  {name}, {values.length}
                </figcaption>
              </figure>
            );
          }
          if (block !== 'trackFeatures') return null;
          const bearings = [...values].filter((_, k) => names[k]!.startsWith('bearing'));
          return (
            <figure key={block}>
              <RoadAhead bearings={bearings} label={name} />
              <figcaption>{name}</figcaption>
            </figure>
          );
        })}
      </div>
      {folded ? (
        <details class="seen-folded">
          <summary>{t('seen.numbers', { count: named.reduce((sum, { names }) => sum + names.length, 0) })}</summary>
          {list}
        </details>
      ) : (
        list
      )}
    </div>
  );
}

const nameOf = (block: ObservationBlock): string => t(`seen.block.${block}`);

interface Part {
  block: ObservationBlock;
  names: string[];
  values: Float32Array;
}

/** An observation taken apart into its blocks. */
export function partsOf(spec: ObservationSpec, observation: Float32Array): Part[] {
  let at = 0;
  return spec.blocks.map((block) => {
    const names = observationNames({ ...spec, blocks: [block] });
    const values = observation.slice(at, at + names.length);
    at += names.length;
    return { block, names, values };
  });
}
