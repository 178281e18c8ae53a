import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { chooseKernelName } from '../../../shared/tensor/kernels.ts';
import { registerKernels } from '../../../shared/tensor/register.ts';

const root = new URL('../../../', import.meta.url);

/** The compiled kernels, by default those that this engine runs best. */
export const kernelBytes = (name = chooseKernelName()): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`shared/tensor/build/gemm-${name}.wasm`, root)));

/** tfjs on WebAssembly in Node, with our kernels unless `stock`. */
export async function startWasm(stock = false): Promise<void> {
  setWasmPaths(fileURLToPath(new URL('node_modules/@tensorflow/tfjs-backend-wasm/dist/', root)));
  await tf.setBackend('wasm');
  if (!stock) registerKernels(kernelBytes());
}
