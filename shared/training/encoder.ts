import type { HeadSpec } from '../policy/head.ts';
import { headInputs } from '../policy/head.ts';
import type { HistorySpec, MemorySpec, RecurrentSpec } from '../policy/network.ts';
import { TrainingError } from './settings.ts';

/** How a policy makes something of what it sees, now and before. */
export type EncoderSpec =
  /** Dense layers on this moment's numbers. */
  | { kind: 'features' }
  /** Dense layers on this moment's numbers and earlier ones. */
  | ({ kind: 'stack' } & HistorySpec)
  /** A cell that remembers, learned through time. */
  | ({ kind: 'recurrent' } & RecurrentSpec)
  /** No layers: what was done when things looked most like this. */
  | ({ kind: 'neighbours' } & Pick<MemorySpec, 'neighbours'>);

/** The encoders by the names of the API and the command line. */
export const ENCODERS = {
  features: { kind: 'features' },
  /** 0.35 s at 20 Hz: enough to tell velocities from positions. */
  stack: { kind: 'stack', frames: 4, every: 2 },
  gru: { kind: 'recurrent', cell: 'gru', units: 64 },
  lstm: { kind: 'recurrent', cell: 'lstm', units: 64 },
  neighbours: { kind: 'neighbours', neighbours: 5 },
} as const satisfies Record<string, EncoderSpec>;
export type EncoderName = keyof typeof ENCODERS;

/** Throws TrainingError, in a sentence, where an encoder and a head make no policy together. */
export function requireMatch(encoder: EncoderSpec, head: HeadSpec): void {
  if (encoder.kind === 'recurrent' && headInputs(head) > 0) {
    throw new TrainingError(
      `A network with memory got the head "${head.kind}", which looks several times or draws what it sees, and each look ` +
        'would move the memory on. Take squared-error, gaussian, mixture or bins.',
    );
  }
  if (encoder.kind === 'neighbours' && head.kind !== 'squaredError') {
    throw new TrainingError(
      `Nearest neighbours got the head "${head.kind}"; they fit nothing and answer with what was done. Take squared-error.`,
    );
  }
}
