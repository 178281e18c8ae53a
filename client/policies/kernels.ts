import plainKernels from '../../shared/tensor/build/gemm-plain.wasm?url';
import relaxedKernels from '../../shared/tensor/build/gemm-relaxed.wasm?url';
import { chooseKernelName } from '../../shared/tensor/kernels.ts';

let kernels: Promise<Uint8Array<ArrayBuffer>> | null = null;

/** The compiled kernels that this browser runs best, fetched once. */
export function kernelBytes(): Promise<Uint8Array<ArrayBuffer>> {
  kernels ??= (async () => {
    const response = await fetch(chooseKernelName() === 'relaxed' ? relaxedKernels : plainKernels);
    if (!response.ok) throw new Error(`The kernels did not come: status ${response.status}. Reload the page.`);
    return new Uint8Array(await response.arrayBuffer());
  })();
  kernels.catch(() => {
    kernels = null;
  });
  return kernels;
}
