import { z } from 'zod';

export const LONGEST_CHUNK = 20;
/** Of `fade` where nothing is said of it: of plans ten decisions apart the newer counts a third of the older. */
export const FADE = 0.1;

/**
 * Action chunks (Zhao et al. 2023, ACT): at each decision a policy says what to do now and in the `length` − 1 decisions
 * after it, and so plans over a stretch in which a person's own hesitation, or a small error, has no say.
 *
 * `commit` does what was planned to its end and only then looks again (Chi et al. 2023, receding horizon). `ensemble`
 * plans at every decision and does the mean of what all plans say of now, weighted w_i = e^(−fade · i), i = 0 for the
 * oldest (ACT, algorithm 2, "temporal ensembling"): smooth, and answering to what is seen.
 */
export const chunkSchema = z.strictObject({
  length: z.number().int().min(2).max(LONGEST_CHUNK),
  drive: z.enum(['ensemble', 'commit']),
  fade: z.number().min(0).max(2).default(FADE),
});
export type ChunkSpec = z.infer<typeof chunkSchema>;
export const CHUNK_DRIVES = chunkSchema.shape.drive.options;

/** What one driver has planned. */
export class Plans {
  /** The newest `length` plans, [length · length · 2], plan p at row p mod length. */
  private readonly actions: Float32Array;
  private readonly spec: ChunkSpec;
  private made = 0;

  constructor(spec: ChunkSpec) {
    this.spec = spec;
    this.actions = new Float32Array(2 * spec.length * spec.length);
  }

  /** Take in the plan of this decision, [length · 2] of `plan`, and write what is to be done now at `to` of `actions`. */
  next(plan: Float32Array, actions: Float32Array, to: number): void {
    const { length, drive } = this.spec;
    const now = this.made++;
    const row = 2 * length;
    if (drive === 'commit') {
      const step = now % length;
      if (step === 0) this.actions.set(plan.subarray(0, row));
      actions[to] = this.actions[2 * step];
      actions[to + 1] = this.actions[2 * step + 1];
      return;
    }
    this.actions.set(plan.subarray(0, row), (now % length) * row);
    this.blend(now, actions, to);
  }

  private blend(now: number, actions: Float32Array, to: number): void {
    const { length, fade } = this.spec;
    const oldest = Math.max(0, now - length + 1);
    let total = 0;
    let steer = 0;
    let pedal = 0;
    for (let made = oldest; made <= now; made++) {
      const at = (made % length) * 2 * length + 2 * (now - made);
      const weight = Math.exp(-fade * (made - oldest));
      total += weight;
      steer += weight * this.actions[at];
      pedal += weight * this.actions[at + 1];
    }
    actions[to] = steer / total;
    actions[to + 1] = pedal / total;
  }
}
