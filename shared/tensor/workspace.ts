import { instantiateKernels, type Kernels } from './kernels.ts';

const PAGE = 65536;

/** The kernels on a WebAssembly memory of their own, with room handed out from the bottom up. */
export class Workspace {
  readonly kernels: Kernels;
  /** All of the memory; another array after the memory has grown. */
  floats: Float32Array;
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  #top = 64; // address 0 means "no bias" to the kernels

  /** @param kernelBytes `shared/tensor/build/gemm-*.wasm`, see `chooseKernelName`. */
  constructor(kernelBytes: Uint8Array<ArrayBuffer>) {
    this.kernels = instantiateKernels(kernelBytes, this.#memory);
    this.floats = new Float32Array(this.#memory.buffer);
  }

  /** Address of zeroed room for so many bytes, a multiple of 16; memory grows as needed. */
  allocate(bytes: number): number {
    const address = this.#top;
    this.#top += (bytes + 15) & ~15;
    const missing = this.#top - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE));
    if (this.floats.buffer !== this.#memory.buffer) this.floats = new Float32Array(this.#memory.buffer);
    return address;
  }

  /** Give back, zeroed, everything allocated from `address` on. */
  release(address: number): void {
    this.floats.fill(0, address / 4, this.#top / 4);
    this.#top = address;
  }
}
