import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { addressOf, type WasmBackend, wasmBackend } from './heap.ts';
import { instantiateKernels, type Kernels } from './kernels.ts';

interface MatrixProduct {
  a: TensorInfo;
  b: TensorInfo;
  bias?: TensorInfo;
  transposeA: boolean;
  transposeB: boolean;
  relu: boolean;
}

const registered = new WeakMap<object, Kernels>();

/** The kernels registered with a back end, for work on its heap beside the tensor operations. */
export function registeredKernels(backend: WasmBackend): Kernels {
  const kernels = registered.get(backend);
  if (kernels) return kernels;
  throw new Error('The fast kernels are not registered with this tfjs back end. Call registerKernels(bytes) first.');
}

/**
 * Let every matrix product of the active WebAssembly back end run on our kernels, transposed and batched ones too.
 *
 * Stock tfjs 4.22 leaves XNNPACK for a scalar loop when an operand is transposed or batched (all of back-propagation),
 * adds a bias there once for each 48 values of k, and keys XNNPACK's packed weights by tensor but not by shape.
 * Returns what puts the stock kernels back. A second call for the same back end changes nothing.
 */
export function registerKernels(bytes: Uint8Array<ArrayBuffer>): () => void {
  const backend = wasmBackend();
  if (registered.has(backend)) return () => {};
  const kernels = instantiateKernels(bytes, backend.wasm.asm.memory);
  registered.set(backend, kernels);
  const multiply = productOn(backend, kernels);
  const stock = ['BatchMatMul', '_FusedMatMul'].map((name) => tf.getKernel(name, 'wasm'));
  for (const kernel of stock) replace({ ...kernel, setupFunc: undefined, kernelFunc: route(kernel, multiply) });
  return () => {
    for (const kernel of stock) replace({ ...kernel, setupFunc: undefined });
    registered.delete(backend);
  };
}

/** Without its set-up, which ran when the back end started and binds the same function again. */
function replace(kernel: KernelConfig): void {
  tf.unregisterKernel(kernel.kernelName, kernel.backendName);
  tf.registerKernel(kernel);
}

/** Ours where we can, the stock kernel for anything but float32, no activation or ReLU, and a bias per column. */
function route(stock: KernelConfig, multiply: (product: MatrixProduct) => TensorInfo | null): KernelFunc {
  return (call) => {
    const { bias, preluActivationWeights } = call.inputs;
    const [a, b] = [call.inputs.a!, call.inputs.b!];
    const attributes = call.attrs as { transposeA?: boolean; transposeB?: boolean; activation?: string };
    const activation = attributes.activation ?? 'linear';
    if (preluActivationWeights || (activation !== 'linear' && activation !== 'relu')) return stock.kernelFunc(call);
    const { transposeA = false, transposeB = false } = attributes;
    return multiply({ a, b, bias, transposeA, transposeB, relu: activation === 'relu' }) ?? stock.kernelFunc(call);
  };
}

const batchOf = (tensor: TensorInfo): number => tensor.shape.slice(0, -2).reduce((product, size) => product * size, 1);

/** Float distance between the biases of two batches: 0 if all share one; null if it is not one value per column. */
function biasStride(bias: TensorInfo | undefined, columns: number, batches: number): number | null {
  if (!bias) return 0;
  const size = bias.shape.reduce((product, n) => product * n, 1);
  if (bias.dtype !== 'float32' || bias.shape.at(-1) !== columns || (bias.shape.at(-2) ?? 1) !== 1) return null;
  if (size === columns) return 0;
  return size === columns * batches ? columns : null;
}

/** [.., m, k] × [.., k, n] → [.., m, n]; the leading sizes are equal, or all 1 on one side. Null: not our case. */
function productOn(backend: WasmBackend, kernels: Kernels): (product: MatrixProduct) => TensorInfo | null {
  const scratch = growingScratch(backend);
  return ({ a, b, bias, transposeA, transposeB, relu }) => {
    if (a.dtype !== 'float32' || b.dtype !== 'float32' || a.shape.length < 2 || b.shape.length < 2) return null;
    const [aRows, aColumns] = a.shape.slice(-2);
    const [bRows, bColumns] = b.shape.slice(-2);
    let rows = transposeA ? aColumns : aRows;
    const depth = transposeA ? aRows : aColumns;
    const columns = transposeB ? bRows : bColumns;
    const aBatch = batchOf(a);
    const bBatch = batchOf(b);
    if (aBatch !== bBatch && aBatch !== 1 && bBatch !== 1) return null;
    let batches = aBatch * bBatch === 0 ? 0 : Math.max(aBatch, bBatch);
    const stride = biasStride(bias, columns, batches);
    if (stride === null || depth * rows * columns * batches === 0) return null;

    const lead = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const out = backend.makeOutput([...lead, rows, columns], 'float32');
    if (bBatch === 1 && stride === 0 && !transposeA) {
      rows *= batches; // one B for all: a single tall product
      batches = 1;
    }
    const [aStep, bStep, cStep] = [
      aBatch === 1 ? 0 : aRows * aColumns,
      bBatch === 1 ? 0 : bRows * bColumns,
      rows * columns,
    ];
    const [from, by, to] = [addressOf(backend, a), addressOf(backend, b), addressOf(backend, out)];
    const biasAt = bias ? addressOf(backend, bias) : 0;
    const room = scratch(kernels.scratchBytes(columns));
    const aRow = 4 * aColumns;
    const bRow = 4 * bColumns;
    for (let i = 0; i < batches; i++) {
      // biome-ignore format: operands by line
      kernels.multiply(rows, columns, depth,
        from + 4 * i * aStep, transposeA ? 4 : aRow, transposeA ? aRow : 4,
        by + 4 * i * bStep, transposeB ? 4 : bRow, transposeB ? bRow : 4,
        to + 4 * i * cStep, 4 * columns, bias ? biasAt + 4 * i * stride : 0, relu ? 1 : 0, room);
    }
    return out;
  };
}

/** One scratch area on the back end's heap, replaced by a larger one when a product needs it. */
function growingScratch(backend: WasmBackend): (bytes: number) => number {
  let address = 0;
  let size = 0;
  return (bytes) => {
    if (bytes > size) {
      if (address) backend.wasm._free(address);
      address = backend.wasm._malloc(bytes) >>> 0;
      size = bytes;
    }
    return address;
  };
}
