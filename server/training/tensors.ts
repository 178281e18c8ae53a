import { fileURLToPath } from 'node:url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { registerKernels } from '../../shared/tensor/register.ts';
import { kernelBytes } from './kernels.ts';

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
