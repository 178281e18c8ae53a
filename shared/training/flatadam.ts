import type { Ledger } from '../tensor/ledger.ts';
import type { Workspace } from '../tensor/workspace.ts';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/** Adam (Kingma & Ba 2015, algorithm 1) over weights that lie in one piece in a workspace, with their gradients. */
export class FlatAdam {
  /** Addresses of `count` floats each. */
  readonly parameters: number;
  readonly gradients: number;
  private readonly first: number;
  private readonly second: number;
  private readonly count: number;
  private readonly work: Workspace;
  private steps = 0;

  constructor(work: Workspace, weights: Float32Array) {
    this.work = work;
    this.count = weights.length;
    [this.parameters, this.gradients, this.first, this.second] = [0, 0, 0, 0].map(() => work.allocate(4 * this.count));
    work.floats.set(weights, this.parameters / 4);
  }

  get weights(): Float32Array {
    return this.view(this.parameters);
  }

  get weightGradients(): Float32Array {
    return this.view(this.gradients);
  }

  /** One step down the gradients, which are scaled down to the length `clip` where they are longer (Pascanu et al. 2013). */
  descend(learningRate: number, clip: number): void {
    const { count, parameters, first, second } = this;
    const gradients = this.weightGradients;
    let square = 0;
    for (let i = 0; i < count; i++) square += gradients[i] * gradients[i];
    const length = Math.sqrt(square);
    if (length > clip) for (let i = 0; i < count; i++) gradients[i] *= clip / length;
    this.steps++;
    const rate = learningRate / (1 - BETA1 ** this.steps);
    const scale = 1 / (1 - BETA2 ** this.steps);
    // biome-ignore format: operands by line
    this.work.kernels.adam(count, parameters, this.gradients, first, second, parameters,
      rate, scale, BETA1, BETA2, EPSILON);
  }

  keep(name: string, ledger: Ledger): void {
    ledger.keep(`${name}.weights`, this.weights);
    ledger.keep(`${name}.first`, this.view(this.first));
    ledger.keep(`${name}.second`, this.view(this.second));
    const steps = Int32Array.of(this.steps);
    ledger.keep(`${name}.steps`, steps);
    this.steps = steps[0];
  }

  private view(address: number): Float32Array {
    return this.work.floats.subarray(address / 4, address / 4 + this.count);
  }
}
