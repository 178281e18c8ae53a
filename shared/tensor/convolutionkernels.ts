/** Of one convolution over `count` pictures [height, width, channels]; `filters` is a multiple of 8. */
export type ConvolutionShape = [
  count: number,
  height: number,
  width: number,
  channels: number,
  filters: number,
  size: number,
  stride: number,
];

/** Scratch of `convolve` and `convolutionFilters`: one tile of five by eight floats. */
export const TILE_BYTES = 160;

/**
 * The kernels of `assembly/convolution.ts`: addresses in the memory that they are bound to, `xStep` and `yStep` the bytes
 * from one picture and one result to the next. Filters lie as [size, size, channels, filters], results as [rows, columns,
 * filters].
 */
export interface ConvolutionKernels {
  /** Filters into panels for `convolve`; as many bytes as they are. */
  packFilters(size: number, channels: number, filters: number, w: number, packed: number): void;
  /** y = max(0, x ∗ w + b). */
  convolve(
    ...call: [
      ...ConvolutionShape,
      x: number,
      xStep: number,
      packed: number,
      bias: number,
      y: number,
      yStep: number,
      scratch: number,
    ]
  ): void;
  /** Bytes of scratch that `convolutionInputs` needs. */
  inputsScratchBytes(size: number, channels: number, filters: number): number;
  /** ∂E/∂x from ∂E/∂y, with filters `w` that are not packed. */
  convolutionInputs(
    ...call: [...ConvolutionShape, w: number, dy: number, yStep: number, dx: number, xStep: number, scratch: number]
  ): void;
  /** ∂E/∂w and ∂E/∂b; reads, but does not use, up to 16 bytes behind the last picture. */
  convolutionFilters(
    ...call: [
      ...ConvolutionShape,
      x: number,
      xStep: number,
      dy: number,
      yStep: number,
      dw: number,
      db: number,
      scratch: number,
    ]
  ): void;
  /** Add the sum of the rows of [rows, columns] to what is at `to`; `columns` a multiple of 4. */
  sumRows(rows: number, columns: number, from: number, to: number): void;
  /** `slope` 0 where `value` is not above 0: the way back through a rectifier. `count` a multiple of 4. */
  dropWhereOff(count: number, value: number, slope: number): void;
}
