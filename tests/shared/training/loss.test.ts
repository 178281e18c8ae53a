import { expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { HEADS, headLoss, headOutputs } from '../../../shared/policy/head.ts';
import { batchGradient } from '../../../shared/training/loss.ts';

for (const [name, head] of Object.entries(HEADS)) {
  const random = seededRandom(4);
  const width = headOutputs(head);
  const samples = Int32Array.of(3, 0, 2, 2, 1, 0); // two networks, three samples each
  const actions = Float32Array.from({ length: 8 }, () => 2 * random.uniform() - 1);
  const outputs = Float32Array.from({ length: samples.length * width }, random.gaussian);
  const gradient = new Float32Array(outputs.length).fill(Number.NaN);
  const losses = batchGradient(head, outputs, samples, actions, 2, gradient);
  const lossOf = (network: number, values: Float32Array): number =>
    [0, 1, 2].reduce((sum, i) => {
      const row = 3 * network + i;
      return sum + headLoss(head, values, row * width, actions, 2 * samples[row]) / 3;
    }, 0);

  test(`the loss of ${name} is the mean of its definition over each network’s batch`, () => {
    expect(losses[0]).toBeCloseTo(lossOf(0, outputs), 6);
    expect(losses[1]).toBeCloseTo(lossOf(1, outputs), 6);
  });

  test(`the gradient of ${name} is the slope of that loss, output by output`, () => {
    const h = 1 / 256; // exact in float32; the central difference errs by h² · f‴ / 6 < 1e-5
    for (let i = 0; i < outputs.length; i++) {
      const network = i < 3 * width ? 0 : 1;
      const moved = (by: number) => {
        const copy = outputs.slice();
        copy[i] += by;
        return lossOf(network, copy);
      };
      expect(Math.abs(gradient[i] - (moved(h) - moved(-h)) / (2 * h))).toBeLessThan(5e-5);
    }
  });
}
