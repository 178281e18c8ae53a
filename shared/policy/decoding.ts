import { HEADS, type HeadName, type HeadSpec } from './head.ts';

/**
 * How one action is taken from what a head says of all of them. `mean` is the expectation, `argmax` the likeliest bin,
 * `lowNoise` the mean of one component of a mixture, `sample` a draw.
 */
export const DECODINGS = ['mean', 'argmax', 'lowNoise', 'sample'] as const;
export type Decoding = (typeof DECODINGS)[number];

/** The decodings that each head knows, its own first; a head that is not here gives one action and nothing to choose. */
export const DECODINGS_OF: { readonly [name in HeadName]?: readonly Decoding[] } = {
  gaussian: ['mean', 'sample'],
  mixture: ['lowNoise', 'mean', 'sample'],
  bins: ['mean', 'argmax', 'sample'],
};

/** Decisions for which a draw is kept where nothing is said of it: three seconds at 20 Hz, long enough for one cone. */
const COMMITTED = 60;

/** Why a head cannot be decoded so, in a sentence; null where it can. */
export function misdecoding(name: HeadName, decoding: Decoding): string | null {
  const known = DECODINGS_OF[name];
  if (known?.includes(decoding)) return null;
  if (known) return `The head "${name}" got the decoding "${decoding}". Take ${known.join(' or ')}`;
  return `The head "${name}" got the decoding "${decoding}", but it gives one action and there is nothing to choose. Leave it out`;
}

/** A head by its name, decoded as asked; throws what `misdecoding` says. */
export function headNamed(name: HeadName, decoding?: Decoding): HeadSpec {
  const head: HeadSpec = HEADS[name];
  if (decoding === undefined) return head;
  const mistake = misdecoding(name, decoding);
  if (mistake) throw new Error(`${mistake}.`);
  const hold = decoding === 'sample' || decoding === 'lowNoise' ? COMMITTED : 1;
  return { ...head, decode: decoding, hold } as HeadSpec;
}
