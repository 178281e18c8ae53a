import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { registerKernels } from '../../../shared/tensor/register.ts';
import { kernelBytes } from '../kernels.ts';
import type { BackEnd } from './news.ts';

/** A back end that is there in name alone: the processor imitates a graphics processor, far slower than it computes. */
export class ImitatedBackEnd extends Error {
  override name = 'ImitatedBackEnd';
}

interface Adapter {
  isFallbackAdapter?: boolean;
  info?: { isFallbackAdapter?: boolean; vendor: string; architecture: string };
}

/** Asked before tfjs's part comes, which is large and complains aloud. */
async function requireWebGpu(imitated: boolean): Promise<void> {
  const gpu = (navigator as unknown as { gpu?: { requestAdapter(): Promise<Adapter | null> } }).gpu;
  if (!gpu) throw new Error('There is no navigator.gpu: WebGPU is off, or the page came over plain http.');
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('There is no graphics processor that WebGPU may use.');
  if (imitated) return;
  const { vendor = '', architecture = '' } = adapter.info ?? {};
  if (adapter.isFallbackAdapter || adapter.info?.isFallbackAdapter || IMITATIONS.test(architecture)) {
    throw new ImitatedBackEnd(`WebGPU computes on ${vendor} ${architecture}.`);
  }
}

/** Renderers that are programs on the processor. */
const IMITATIONS = /swiftshader|llvmpipe|softpipe|basic render/i;

function requireWebGl(imitated: boolean): void {
  const canvas = typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1);
  const context = canvas?.getContext('webgl2');
  if (!context) throw new Error('There is no WebGL 2 in a worker.');
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(context.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : context.RENDERER));
  if (!imitated && IMITATIONS.test(renderer)) throw new ImitatedBackEnd(`WebGL is drawn by ${renderer}.`);
}

function prepareWasm(): void {
  // One thread, as on the server: then both do the same sums in the same order.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainWasm,
    'tfjs-backend-wasm-simd.wasm': simdWasm,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm, // never fetched, but asked for by name
  });
}

/**
 * Make a back end the active one, an imitated one only where `imitated`. Rejects with ImitatedBackEnd, or where this
 * browser has none of the kind with the reason.
 */
export async function startBackEnd(name: BackEnd, imitated = false): Promise<void> {
  if (name === 'webgpu') {
    await requireWebGpu(imitated);
    await import('@tensorflow/tfjs-backend-webgpu');
  } else if (name === 'webgl') {
    requireWebGl(imitated);
    await import('@tensorflow/tfjs-backend-webgl');
  } else prepareWasm();
  if (!(await tf.setBackend(name))) throw new Error(`tfjs cannot start its "${name}" back end in this browser.`);
  await tf.ready();
  if (name === 'wasm') registerKernels(await kernelBytes());
}
