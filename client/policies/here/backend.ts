import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import plainKernels from '../../../shared/tensor/build/gemm-plain.wasm?url';
import relaxedKernels from '../../../shared/tensor/build/gemm-relaxed.wasm?url';
import { chooseKernelName } from '../../../shared/tensor/kernels.ts';
import { registerKernels } from '../../../shared/tensor/register.ts';
import type { BackEnd } from './news.ts';

let kernels: Promise<Uint8Array<ArrayBuffer>> | null = null;

/** The compiled kernels that this browser runs best, fetched once. */
export function kernelBytes(): Promise<Uint8Array<ArrayBuffer>> {
  kernels ??= (async () => {
    const response = await fetch(chooseKernelName() === 'relaxed' ? relaxedKernels : plainKernels);
    if (!response.ok) throw new Error(`The kernels did not come: status ${response.status}. Reload the page.`);
    return new Uint8Array(await response.arrayBuffer());
  })();
  return kernels;
}

/** Make a back end the active one. Rejects where this browser has none of the kind; tfjs says why. */
export async function startBackEnd(name: BackEnd): Promise<void> {
  if (name === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
  if (name === 'webgl') await import('@tensorflow/tfjs-backend-webgl');
  if (name === 'wasm') {
    // One thread, as on the server: then both do the same sums in the same order.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setWasmPaths({ 'tfjs-backend-wasm.wasm': plainWasm, 'tfjs-backend-wasm-simd.wasm': simdWasm });
  }
  if (!(await tf.setBackend(name))) throw new Error(`tfjs cannot start its "${name}" back end in this browser.`);
  await tf.ready();
  if (name === 'wasm') registerKernels(await kernelBytes());
}
