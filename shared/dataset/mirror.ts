import { mirroredTrack } from '../track/mirror.ts';
import type { Track } from '../track/track.ts';
import { STATE_FIELDS } from '../vehicle/state.ts';
import { STATE_WIDTH } from './lap.ts';
import type { Drive } from './samples.ts';

/**
 * The mirrored track: every drive once more as a mirror shows it, as pictures are flipped in the training of classifiers
 * (Krizhevsky et al. 2012, "ImageNet Classification with Deep Convolutional Neural Networks", §4.1). Left and right are
 * alike to the physics, so
 *
 *   (x, y, ψ, vx, vy, r, δ) → (x, −y, −ψ, vx, −vy, −r, −δ),   steer → −steer
 *
 * on the mirrored track, with mirrored obstacles, boards and cars beside, is what the same hands would have done there. Exact;
 * what it adds is corners of the other hand. No sample of it is a person's.
 */
export function mirroredDrives(drives: readonly Drive[]): Drive[] {
  const tracks = new Map<Track, Track>();
  return drives.map(({ track, spec, states, frames, intended, others }) => {
    const mirror = tracks.get(track) ?? mirroredTrack(track);
    tracks.set(track, mirror);
    return {
      ...{ track: mirror, spec, states: mirroredStates(states), frames: mirroredFrames(frames) },
      ...(intended && { intended: mirroredFrames(intended) }),
      others: others && mirroredStates(others),
    };
  });
}

/** By place in a row of states. */
const SIGNS = STATE_FIELDS.map((field) => (['y', 'heading', 'vy', 'yawRate', 'steer'].includes(field) ? -1 : 1));

const mirroredStates = (states: Float32Array): Float32Array => states.map((value, i) => value * SIGNS[i % STATE_WIDTH]);

const mirroredFrames = (frames: Int8Array): Int8Array => frames.map((value, i) => (i % 2 === 0 ? -value : value));
