import { type DecisionTicks, decisionTicksOf, type ObservationSpec, observationSize } from '../observation/spec.ts';
import type { Ticks } from '../units/units.ts';
import { heldAction } from './heldaction.ts';
import { ticksOf } from './lap.ts';
import { Lookout } from './lookout.ts';
import type { Drive, Samples } from './samples.ts';

/** A drive as somebody who remembers learns from it: every tick in order. */
export interface Sequence {
  /** T */
  ticks: Ticks;
  /** [T · D], raw. */
  observations: Float32Array;
  /** [T · 2]: the mean over the ticks for which a decision at that tick holds. */
  actions: Float32Array;
}

/** What a learner with memory is given. */
export interface Sequences {
  /** Numbers in one observation, D. */
  width: number;
  /** Between two decisions; absent as in an observation's specification. */
  decisionTicks?: DecisionTicks;
  drives: Sequence[];
}

/** Drives shorter than two decisions teach nothing and are left out. */
export function sequencesOf(drives: readonly Drive[], spec: ObservationSpec): Sequences {
  const width = observationSize(spec);
  const long = drives.filter((drive) => ticksOf(drive) >= 3 * decisionTicksOf(spec));
  return { width, decisionTicks: spec.decisionTicks, drives: long.map((drive) => sequenceOf(drive, spec, width)) };
}

export const joinSequences = (parts: readonly Sequences[]): Sequences => ({
  width: parts[0]?.width ?? 0,
  decisionTicks: parts[0]?.decisionTicks,
  drives: parts.flatMap(({ drives }) => drives),
});

function sequenceOf(drive: Drive, spec: ObservationSpec, width: number): Sequence {
  const hold = decisionTicksOf(spec);
  const ticks = ticksOf(drive) - hold + 1;
  const sequence = { ticks, observations: new Float32Array(ticks * width), actions: new Float32Array(ticks * 2) };
  const lookout = new Lookout(drive, spec);
  for (let tick = 0; tick < ticks; tick++) {
    lookout.observe(tick, sequence.observations, tick * width);
    heldAction(drive.intended ?? drive.frames, tick, sequence.actions, tick * 2, hold);
  }
  return sequence;
}

/**
 * Samples of every tick that see `frames` observations, `every` decisions apart, the newest first; before the drive is
 * long enough its first observation stands in, as it does when driving. With a stride drive k begins at tick k mod stride.
 */
export function stackedSamples(sequences: Sequences, frames: number, every: number, stride = 1, planned = 1): Samples {
  const { width, drives } = sequences;
  const hold = decisionTicksOf(sequences);
  const size = drives.reduce((sum, { ticks }, k) => sum + Math.ceil((ticks - (k % stride)) / stride), 0);
  const samples: Samples = {
    ...{ size, width: width * frames },
    observations: new Float32Array(size * width * frames),
    actions: new Float32Array(size * 2 * planned),
    ...(planned > 1 && { planned }),
  };
  let row = 0;
  for (const [drive, { ticks, observations, actions }] of drives.entries()) {
    for (let tick = drive % stride; tick < ticks; tick += stride, row++) {
      for (let k = 0; k < frames; k++) {
        // Decisions are whole steps back from this one; the first decision of the drive is on the same beat.
        const back = Math.min(k * every, Math.floor(tick / hold)) * hold;
        const from = (tick - back) * width;
        samples.observations.set(observations.subarray(from, from + width), (row * frames + k) * width);
      }
      for (let k = 0; k < planned; k++) {
        const at = 2 * Math.min(tick + k * hold, ticks - 1);
        samples.actions.set(actions.subarray(at, at + 2), 2 * (row * planned + k));
      }
    }
  }
  return samples;
}
