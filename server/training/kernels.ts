import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { chooseKernelName } from '../../shared/tensor/kernels.ts';
import { registerKernels } from '../../shared/tensor/register.ts';

let loaded: Uint8Array<ArrayBuffer> | null = null;

/** The compiled kernels that this machine runs best, read once. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  if (loaded) return loaded;
  const file = new URL(`../../shared/tensor/build/gemm-${chooseKernelName()}.wasm`, import.meta.url);
  try {
    loaded = new Uint8Array(readFileSync(file));
  } catch {
    throw new Error('The kernels of shared/tensor are not built. Run "npm run prepare".');
  }
  return loaded;
}

let ready: Promise<void> | null = null;

/** tfjs on WebAssembly with our kernels in this thread; the first call takes about half a second. */
export function startTensors(): Promise<void> {
  ready ??= (async () => {
    const folder = fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm/package.json')).replace(
      /[^/\\]+$/,
      '',
    );
    setWasmPaths(`${folder}dist/`);
    await tf.setBackend('wasm');
    registerKernels(kernelBytes());
  })();
  return ready;
}
