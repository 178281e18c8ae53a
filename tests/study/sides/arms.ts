import { HEADS, type HeadSpec } from '../../../shared/policy/head.ts';
import { ENCODERS, type EncoderSpec } from '../../../shared/training/encoder.ts';

/** One way in which actions are taken from a trained head. */
export interface Decoding {
  name: string;
  head: HeadSpec;
  /** A draw is made once and kept for a pass: whoever drives so means one thing. */
  committed: boolean;
}

/** One training, and the ways in which its networks are driven. */
export interface Arm {
  name: string;
  encoder: EncoderSpec;
  /** What is fitted. */
  head: HeadSpec;
  decodings: Decoding[];
}

/** Decisions for which a committed draw is kept, 3 s; a pass takes about 2 s. */
const HELD = 60;
const still = (name: string, head: HeadSpec): Decoding => ({ name, head, committed: false });
const kept = (name: string, head: HeadSpec): Decoding => ({ name, head, committed: true });
const { gaussian, mixture, bins, latent, flow } = HEADS;
const squaredError = HEADS['squared-error'];
const gaussianNoise = { ...flow, noise: 'gaussian' } as const;

export const ARMS: readonly Arm[] = [
  arm('squared error', squaredError, [still('mean', squaredError)]),
  arm('Gaussian', gaussian, [
    still('mean', gaussian),
    still('sampled anew', { ...gaussian, decode: 'sample', hold: 1 }),
    kept('sample kept', { ...gaussian, decode: 'sample', hold: HELD }),
  ]),
  arm('mixture of 5', mixture, [
    still('mean', { ...mixture, decode: 'mean' }),
    still('low noise, anew', { ...mixture, decode: 'lowNoise', hold: 1 }),
    kept('low noise, kept', { ...mixture, decode: 'lowNoise', hold: HELD }),
    still('sampled anew', { ...mixture, decode: 'sample', hold: 1 }),
    kept('sample kept', { ...mixture, decode: 'sample', hold: HELD }),
  ]),
  arm('bins', bins, [
    still('mean', { ...bins, decode: 'mean' }),
    still('argmax', { ...bins, decode: 'argmax' }),
    still('sampled anew', { ...bins, decode: 'sample', hold: 1 }),
    kept('sample kept', { ...bins, decode: 'sample', hold: HELD }),
  ]),
  arm('latent', latent, [still('drawn anew', { ...latent, hold: 1 }), kept('kept', { ...latent, hold: HELD })]),
  arm('flow', flow, [
    still('noise anew', { ...gaussianNoise, hold: 1 }),
    kept('noise kept', { ...gaussianNoise, hold: HELD }),
    kept('sides, kept', { ...flow, noise: 'sides', hold: HELD }),
  ]),
  neighbours(1),
  neighbours(5),
];

export const armNamed = (name: string): Arm => ARMS.find((one) => one.name === name)!;

function arm(name: string, head: HeadSpec, decodings: Decoding[]): Arm {
  return { name, encoder: ENCODERS.features, head, decodings };
}

/** Nothing is drawn: the sample that is nearest now is mostly of the pass that was nearest before. */
function neighbours(count: number): Arm {
  const name = count === 1 ? 'nearest neighbour' : `${count} nearest neighbours`;
  const encoder = { kind: 'neighbours', neighbours: count } as const;
  return {
    name,
    encoder,
    head: squaredError,
    decodings: [kept(count === 1 ? 'as it was done' : 'mean', squaredError)],
  };
}
