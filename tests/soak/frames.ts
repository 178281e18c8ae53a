import type { InputFrame } from '../../shared/race/frame.ts';

/** Values of one control, −127 to 127. */
const VALUES = 255;
/** Frames that can be told apart. */
export const COUNTS = VALUES * VALUES;

/**
 * The k-th frame of a driver who counts: whoever finds it in a log knows which one it is. It drives, too: full throttle
 * at first, and the wheel from lock to lock in four seconds.
 */
export const countedFrame = (k: number): InputFrame => ({
  steer: (k % VALUES) - 127,
  pedal: 127 - (Math.floor(k / VALUES) % VALUES),
  buttons: 0,
});

/** Which frame of such a driver this is, below COUNTS. */
export const countOf = ({ steer, pedal }: Pick<InputFrame, 'steer' | 'pedal'>): number =>
  steer + 127 + (127 - pedal) * VALUES;

/** The frame that a car of the recorder's soak drives a tick with: any process can tell what should have been kept. */
export const soakFrame = (seed: number, car: number, tick: number): InputFrame => countedFrame(seed + car * 977 + tick);
