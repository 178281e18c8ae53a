import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
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

const LOAD: Record<BackEnd, () => Promise<unknown>> = {
  webgpu: async () => {
    // Asked before tfjs comes, which is large and complains aloud.
    const gpu = (navigator as unknown as { gpu?: { requestAdapter(): Promise<object | null> } }).gpu;
    if (!gpu) throw new Error('There is no navigator.gpu: WebGPU is off, or the page came over plain http.');
    if (!(await gpu.requestAdapter())) throw new Error('There is no graphics processor that WebGPU may use.');
    return import('@tensorflow/tfjs-backend-webgpu');
  },
  webgl: async () => {
    if (typeof OffscreenCanvas === 'undefined' || !new OffscreenCanvas(1, 1).getContext('webgl2')) {
      throw new Error('There is no WebGL 2 in a worker.');
    }
    return import('@tensorflow/tfjs-backend-webgl');
  },
  wasm: async () => {
    // One thread, as on the server: then both do the same sums in the same order.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    setWasmPaths({
      'tfjs-backend-wasm.wasm': plainWasm,
      'tfjs-backend-wasm-simd.wasm': simdWasm,
      'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm, // never fetched, but asked for by name
    });
  },
};

/** Make a back end the active one. Rejects where this browser has none of the kind; tfjs says why. */
export async function startBackEnd(name: BackEnd): Promise<void> {
  await LOAD[name]();
  if (!(await tf.setBackend(name))) throw new Error(`tfjs cannot start its "${name}" back end in this browser.`);
  await tf.ready();
  if (name === 'wasm') registerKernels(await kernelBytes());
}
