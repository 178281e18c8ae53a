import type { Group } from 'h5wasm';
import h5wasm from 'h5wasm/node';

/** Values of one HDF5 data set. */
export type Hdf5Values = Float32Array | Float64Array | Uint8Array;

const TYPES = new Map<unknown, string>([
  [Float32Array, '<f'],
  [Float64Array, '<d'],
  [Uint8Array, '<B'],
]);

/** An HDF5 file that is being written, on the disk and not in memory. */
export class Hdf5File {
  readonly root: Group;
  private readonly file: InstanceType<typeof h5wasm.File>;

  static async create(path: string): Promise<Hdf5File> {
    await h5wasm.ready;
    return new Hdf5File(path);
  }

  private constructor(path: string) {
    this.file = new h5wasm.File(path, 'w');
    this.root = this.file as unknown as Group;
  }

  /** Let go of what is buffered. */
  flush(): void {
    this.file.flush();
  }

  close(): void {
    this.file.close();
  }
}

/** A compressed data set in a group that other programs may go on writing: its first dimension has no limit. */
export function writeValues(group: Group, name: string, data: Hdf5Values, shape: number[]): void {
  const [rows, ...rest] = shape;
  group.create_dataset({
    ...{ name, data, shape, dtype: TYPES.get(data.constructor)!, compression: 4 },
    ...{ chunks: [Math.max(1, rows), ...rest], maxshape: [null, ...rest] },
  });
}

export const writeInteger = (group: Group, name: string, value: number): void =>
  group.create_attribute(name, BigInt64Array.of(BigInt(value)) as never, [], '<q');
export const writeNumber = (group: Group, name: string, value: number): void =>
  group.create_attribute(name, Float64Array.of(value) as never, [], '<d');
export const writeText = (group: Group, name: string, value: string): void => group.create_attribute(name, value);
