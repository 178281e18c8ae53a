import type { ConvolutionKernels } from './convolutionkernels.ts';

/**
 * The compiled kernels of `assembly/`, bound to a memory. Addresses and distances between rows or columns are bytes in
 * that memory; a transposed matrix is the same memory with row and column distance exchanged.
 */
export interface Kernels extends ConvolutionKernels {
  /** Bytes of scratch a product with that many columns needs. */
  scratchBytes(columns: number): number;
  /** Bytes of B [depth, columns] once packed. */
  packedBytes(depth: number, columns: number): number;
  /** Pack B [depth, columns] for `multiplyPacked`. */
  pack(depth: number, columns: number, b: number, bRow: number, bColumn: number, to: number): void;
  /** C [rows, columns] = A · packed B (+ bias), rectified if `relu` is 1; C row-major, `bias` 0 for none. */
  multiplyPacked(
    rows: number,
    columns: number,
    depth: number,
    a: number,
    aRow: number,
    aColumn: number,
    packed: number,
    c: number,
    cRow: number,
    bias: number,
    relu: 0 | 1,
    scratch: number,
  ): void;
  /** As `multiplyPacked`, with B in place. */
  multiply(
    rows: number,
    columns: number,
    depth: number,
    a: number,
    aRow: number,
    aColumn: number,
    b: number,
    bRow: number,
    bColumn: number,
    c: number,
    cRow: number,
    bias: number,
    relu: 0 | 1,
    scratch: number,
  ): void;
  /** One step of Adam over `count` parameters, see `assembly/adam.ts`. */
  adam(
    count: number,
    weights: number,
    gradient: number,
    first: number,
    second: number,
    out: number,
    rate: number,
    scale: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
  /** The gates of recurrent cells over `rows` sequences, `units` a multiple of 4; see `assembly/cells.ts`. */
  gruForward(rows: number, units: number, x: number, u: number, h: number, gates: number, out: number): void;
  gruBackward(rows: number, units: number, gates: number, h: number, dh: number, dx: number, du: number): void;
  lstmForward(
    rows: number,
    units: number,
    x: number,
    u: number,
    c: number,
    gates: number,
    cOut: number,
    out: number,
  ): void;
  lstmBackward(rows: number, units: number, gates: number, c: number, dh: number, dc: number, da: number): void;
}

const NAMES = [
  ...(['scratchBytes', 'packedBytes', 'pack', 'multiplyPacked', 'multiply', 'adam'] as const),
  ...(['gruForward', 'gruBackward', 'lstmForward', 'lstmBackward'] as const),
  ...(['packFilters', 'convolve', 'inputsScratchBytes', 'convolutionInputs', 'convolutionFilters'] as const),
  ...(['sumRows', 'dropWhereOff'] as const),
];

/** Bind the bytes of `shared/tensor/build/gemm-*.wasm` to a memory, own or another module's. */
export function instantiateKernels(bytes: Uint8Array<ArrayBuffer>, memory: WebAssembly.Memory): Kernels {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  for (const name of NAMES) {
    if (typeof exports[name] !== 'function') {
      const found = Object.keys(exports).join(', ');
      throw new Error(
        `The tensor kernels lack "${name}"; got ${found || 'no exports'}. Run "npm run prepare" to build them again.`,
      );
    }
  }
  return exports as unknown as Kernels;
}

/** The smallest module with one f32x4.relaxed_madd: (a, b, c) → a · b + c. */
// biome-ignore format: one section of the module a line
const RELAXED_MADD = [
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
  0x01, 0x08, 0x01, 0x60, 0x03, 0x7b, 0x7b, 0x7b, 0x01, 0x7b,
  0x03, 0x02, 0x01, 0x00,
  0x0a, 0x0d, 0x01, 0x0b, 0x00, 0x20, 0x00, 0x20, 0x01, 0x20, 0x02, 0xfd, 0x85, 0x02, 0x0b,
];

/** Which binary this engine runs best: `gemm-relaxed.wasm` where relaxed SIMD is known, else `gemm-plain.wasm`. */
export function chooseKernelName(): 'relaxed' | 'plain' {
  return WebAssembly.validate(new Uint8Array(RELAXED_MADD)) ? 'relaxed' : 'plain';
}
