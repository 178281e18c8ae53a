import { readFileSync } from 'node:fs';
import { chooseKernelName } from '../../shared/tensor/kernels.ts';

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
