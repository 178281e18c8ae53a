import { type LapDemonstration, stretchesOf } from '../dataset/lap.ts';
import { fitNormaliser } from '../dataset/normaliser.ts';
import { samplesOfDrives } from '../dataset/samples.ts';
import { observationSpecFor, type Sight } from '../observation/spec.ts';
import { PolicyBatch } from '../policy/forward.ts';
import { HEADS } from '../policy/head.ts';
import { type TrainingProgress, trainNetworks } from './loop.ts';
import { TRAINING } from './settings.ts';

/** Gradient steps of the learner whose error is measured: its size shows early. */
const STEPS = 300;
/**
 * The paper scales Σ to the error that the learner will make where it goes itself, which is larger than where the supervisor
 * went. Here an error of the learner also lasts for as long as the car is at one place, and noise is drawn anew every 50 ms
 * and hardly moves a car: tried on scripted pads 1 to 3 of the lab.
 */
const SCALE = 10;
/** With this much no clone of those fell; more throws off the controller itself. */
const MOST = 0.5;

/**
 * How much noise to inject: the standard deviation of the learner's own steering error (Laskey et al. 2017, the maximum
 * likelihood estimate of Σ, here of one number, as a share of full lock), scaled,
 *
 *   σ² = α² · 1/T Σ (π_θ(x_t) − π*(x_t))²,   α = SCALE
 *
 * by a network trained for a moment on the training laps and asked about the held-out ones; without any, about those it
 * learned from, which flatters it. At most MOST.
 */
export async function noiseLevel(
  train: readonly LapDemonstration[],
  held: readonly LapDemonstration[],
  settings: { sees: Sight; seed: number },
  kernelBytes: Uint8Array<ArrayBuffer>,
  progress: TrainingProgress,
): Promise<number> {
  const spec = observationSpecFor(train[0]!.track, settings.sees);
  const samples = samplesOfDrives(stretchesOf(train), spec);
  const normaliser = fitNormaliser([samples]);
  const head = HEADS['squared-error'];
  const lesson = { ...TRAINING, head, steps: STEPS, seeds: [settings.seed] };
  const [trained] = await trainNetworks(samples, null, normaliser, lesson, progress);
  const asked = samplesOfDrives(stretchesOf(held.length > 0 ? held : train), spec);
  const batch = new PolicyBatch(kernelBytes);
  const slot = batch.add(trained!.network, head, normaliser, trained!.weights);
  const answers = new Float32Array(2 * asked.size);
  batch.decide(new Int32Array(asked.size).fill(slot), asked.observations, answers);
  let squares = 0;
  for (let i = 0; i < asked.size; i++) squares += (answers[2 * i]! - asked.actions[2 * i]!) ** 2;
  return Math.min(MOST, SCALE * Math.sqrt(squares / Math.max(1, asked.size)));
}
