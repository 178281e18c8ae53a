import { z } from 'zod';

/**
 * The two commands themselves, fitted by squared error: the conditional mean E[a | o].
 *
 * Where people do one of two good things, their mean may be neither: half left and half right of a cone is the cone.
 */
export const squaredErrorSchema = z.strictObject({ kind: z.literal('squaredError') });

/** E = (Δsteer² + Δpedal²) / 2, ∂E/∂y = Δ. */
export function squaredErrorGradient(
  outputs: Float32Array,
  at: number,
  actions: Float32Array,
  of: number,
  scale: number,
  gradient: Float32Array,
): number {
  const steer = outputs[at] - actions[of];
  const pedal = outputs[at + 1] - actions[of + 1];
  gradient[at] = steer * scale;
  gradient[at + 1] = pedal * scale;
  return (steer * steer + pedal * pedal) / 2;
}
