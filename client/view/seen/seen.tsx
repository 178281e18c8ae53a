import { useMemo } from 'preact/hooks';
import { observe } from '../../../shared/observation/observe.ts';
import { isCameraBlock, PICTURE_SIZE } from '../../../shared/observation/pictures.ts';
import type { LastAction } from '../../../shared/observation/situation.ts';
import {
  type ObservationBlock,
  type ObservationSpec,
  observationNames,
  observationSize,
} from '../../../shared/observation/spec.ts';
import type { Track } from '../../../shared/track/track.ts';
import type { VehicleSpec } from '../../../shared/vehicle/spec.ts';
import type { VehicleState } from '../../../shared/vehicle/state.ts';
import { RayFan } from './rayfan.tsx';
import { RoadAhead } from './roadahead.tsx';
import './seen.css';
import { SeenNumbers } from './seennumbers.tsx';
import { SeenPicture } from './seenpicture.tsx';

interface SeenProps {
  spec: ObservationSpec;
  track: Track;
  vehicle: VehicleSpec;
  state: VehicleState;
  done: LastAction;
  /** The name of a block. */
  nameOf: (block: ObservationBlock) => string;
}

/** Exactly what a policy sees in a moment, alone on the road: the numbers that `observe` makes, and nothing else. */
export function Seen({ spec, track, vehicle, state, done, nameOf }: SeenProps) {
  const blocks = useMemo(() => {
    const out = new Float32Array(observationSize(spec));
    observe(spec, track, vehicle, state, out, 0, { cars: [], own: -1, done });
    return partsOf(spec, out);
  }, [spec, track, vehicle, state, done]);
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
      {blocks
        .filter(({ block }) => !isCameraBlock(block))
        .map(({ block, names, values }) => (
          <SeenNumbers key={block} title={nameOf(block)} names={names} values={[...values]} />
        ))}
    </div>
  );
}

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
