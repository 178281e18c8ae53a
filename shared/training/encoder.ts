import { isPictureSense, type Sense, type Sight } from '../observation/spec.ts';
import { type HeadName, type HeadSpec, headInputs } from '../policy/head.ts';
import type { HistorySpec, MemorySpec, RecurrentSpec } from '../policy/network.ts';
import type { LessonMistake } from './lessonmistake.ts';
import { CONVOLUTION, RECURRENT, stepsFor, TrainingError, type TrainingSettings } from './settings.ts';

/** How a policy makes something of what it sees, now and before. */
export type EncoderSpec =
  /** Dense layers on this moment's numbers. */
  | { kind: 'features' }
  /** Dense layers on this moment's numbers and earlier ones. */
  | ({ kind: 'stack' } & HistorySpec)
  /** A cell that remembers, learned through time. */
  | ({ kind: 'recurrent' } & RecurrentSpec)
  /** No layers: what was done when things looked most like this. */
  | ({ kind: 'neighbours' } & Pick<MemorySpec, 'neighbours'>)
  /** Convolutions on pictures, and dense layers on what they find and on numbers beside them. */
  | { kind: 'convolution' }
  /** Nothing but what was done last, done again: the baseline. */
  | { kind: 'persistence' };

/** The encoders by the names of the API and the command line. */
export const ENCODERS = {
  features: { kind: 'features' },
  /** 0.35 s at 20 Hz: enough to tell velocities from positions. */
  stack: { kind: 'stack', frames: 4, every: 2 },
  gru: { kind: 'recurrent', cell: 'gru', units: 64 },
  lstm: { kind: 'recurrent', cell: 'lstm', units: 64 },
  neighbours: { kind: 'neighbours', neighbours: 5 },
  cnn: { kind: 'convolution' },
  persistence: { kind: 'persistence' },
} as const satisfies Record<string, EncoderSpec>;
export type EncoderName = keyof typeof ENCODERS;
export const ENCODER_NAMES = Object.keys(ENCODERS) as [EncoderName, ...EncoderName[]];

/** Whether anything is fitted: neighbours and persistence answer with what was done. */
const learns = ({ kind }: EncoderSpec): boolean => kind !== 'neighbours' && kind !== 'persistence';

/**
 * What is trained where nothing is said of the head: bins; where nothing is fitted, what was done; and on pictures squared
 * error, as Bojarski et al. did: bins fit the pictures of two laps by heart and fall more often.
 */
export function headFor(encoder: EncoderName): HeadName {
  const spec = ENCODERS[encoder];
  return learns(spec) && spec.kind !== 'convolution' ? 'bins' : 'squared-error';
}

/** Gradient steps where nothing is said of them. */
export function stepsOf(encoder: EncoderName, sees: Sight): number {
  const { kind } = ENCODERS[encoder];
  if (kind === 'convolution') return CONVOLUTION.steps;
  return kind === 'recurrent' ? Math.max(RECURRENT.steps, stepsFor(sees)) : stepsFor(sees);
}

/** Settings of a training that go with an encoder, in place of those of dense layers. */
export function settingsFor(encoder: EncoderName): Partial<TrainingSettings> {
  const { kind } = ENCODERS[encoder];
  if (kind === 'convolution') {
    const { hidden, batch, learningRate, clip } = CONVOLUTION;
    return { hidden, batch, learningRate, clip };
  }
  const { hidden, learningRate } = RECURRENT;
  return kind === 'recurrent' ? { hidden, learningRate } : {};
}

/** What an encoder knows the road by where nothing is said of it. */
export const senseOf = ({ kind }: EncoderSpec): Sense => (kind === 'convolution' ? 'camera' : 'features');

/** Why an encoder makes nothing of what it is shown; null where it does. */
export function mismatchOfSense(encoder: EncoderSpec, sense: Sense, sees: Sight): LessonMistake | null {
  const takesPictures = encoder.kind === 'convolution';
  if (takesPictures && !isPictureSense(sense)) {
    const sentence = `A CNN got "${sense}" to know the road by, which are numbers and no pictures. Take camera, or the encoder features`;
    return { kind: 'numbersForPictures', sentence };
  }
  if (!takesPictures && isPictureSense(sense)) {
    const sentence = `The camera got the encoder "${encoder.kind}", which takes numbers and no pictures yet. Take cnn`;
    return { kind: 'picturesForNumbers', sentence };
  }
  if (!takesPictures || sees === 'road') return null;
  const sentence =
    'A CNN got other cars to see, but learns from pictures of the empty road. Take features, or the road alone';
  return { kind: 'trafficBeyondPictures', sentence };
}

/** Why an encoder and a head make no policy together; null where they do. */
export function mismatchOf(encoder: EncoderSpec, head: HeadSpec): LessonMistake | null {
  if (encoder.kind === 'recurrent' && headInputs(head) > 0) {
    const sentence =
      `A network with memory got the head "${head.kind}", which looks several times or draws what it sees, and each look ` +
      'would move the memory on. Take squared-error, gaussian, mixture or bins';
    return { kind: 'headMovesMemory', sentence };
  }
  if (encoder.kind === 'convolution' && headInputs(head) > 0) {
    const sentence = `A CNN got the head "${head.kind}", which sees more than pictures and motion. Take squared-error, gaussian, mixture or bins`;
    return { kind: 'headBeyondPictures', sentence };
  }
  if (!learns(encoder) && head.kind !== 'squaredError') {
    const who = encoder.kind === 'neighbours' ? 'Nearest neighbours' : 'Persistence';
    const sentence = `${who} got the head "${head.kind}", but fits nothing and answers with what was done. Take squared-error`;
    return { kind: 'headFitsNothing', sentence };
  }
  return null;
}

/** Why an encoder and a head cannot learn actions in chunks; null where they can. */
export function unchunkable(encoder: EncoderSpec, head: HeadSpec): LessonMistake | null {
  if (encoder.kind !== 'features' && encoder.kind !== 'stack') {
    const sentence = `Action chunks got the encoder "${encoder.kind}", which answers a moment at a time. Take features or stack`;
    return { kind: 'chunkOfMoments', sentence };
  }
  if (head.kind !== 'flow') return null;
  const sentence = 'Action chunks got the head "flow", whose noise becomes one action. Take any other head';
  return { kind: 'chunkOfNoise', sentence };
}

/** Throws TrainingError with why they cannot. */
export function requireChunks(encoder: EncoderSpec, head: HeadSpec): void {
  const why = unchunkable(encoder, head);
  if (why) throw new TrainingError(`${why.sentence}.`);
}

/** Throws TrainingError with the mismatch. */
export function requireMatch(encoder: EncoderSpec, head: HeadSpec): void {
  const mismatch = mismatchOf(encoder, head);
  if (mismatch) throw new TrainingError(`${mismatch.sentence}.`);
}
