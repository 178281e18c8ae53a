import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * What we use of the inside of tfjs's WebAssembly back end (4.22.0, pinned): where a tensor lies in its memory, room of
 * our own in that memory, and tensors that a kernel of ours fills.
 */
export interface WasmBackend {
  wasm: {
    asm: { memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  dataIdMap: { get(dataId: object): { memoryOffset: number } };
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
}

/** The active back end, if it is WebAssembly and has the inside we know. */
export function wasmBackend(): WasmBackend {
  const backend = tf.backend() as unknown as WasmBackend;
  if (tf.getBackend() === 'wasm' && backend.wasm?.asm?.memory && backend.dataIdMap) return backend;
  throw new Error(
    `The fast kernels need tfjs's "wasm" back end 4.22.0; got "${tf.getBackend()}" of tfjs ${tf.version_core}. ` +
      `Call setBackend('wasm') first, and keep the pinned version.`,
  );
}

/** Byte address of a tensor's first element. Memory may grow, which detaches views but moves no tensor. */
export const addressOf = (backend: WasmBackend, tensor: TensorInfo): number =>
  backend.dataIdMap.get(tensor.dataId).memoryOffset;
