// AssemblyScript. C = A · B (+ bias, rectified): the dense product under training and driving.
//
// After Goto & van de Geijn, "Anatomy of high-performance matrix multiplication" (2008): B is copied, DEPTH rows at a
// time, into panels that the first-level cache holds one by one; A is copied, five rows at a time; a 5 × 8 tile of C
// stays in registers. Copying also makes transposed operands free.
// All addresses and distances are bytes in the imported memory; nothing here allocates and no static data is written.
import { packPanels, packRows } from './pack';
import { PANEL, PANEL_BYTES, row1, row4, tile, TILE_ROWS } from './tile';

export { adam } from './adam';
export { gruBackward, gruForward, lstmBackward, lstmForward } from './cells';
export { convolutionFilters, convolutionInputs, convolve, dropWhereOff } from './convolution';
export { inputsScratchBytes, packFilters, sumRows } from './convolution';

/** Rows of B packed at once: a panel of 256 × 8 floats is 8 KiB, a quarter of a small first-level cache. */
const DEPTH: i32 = 256;

/** Bytes of scratch that a product with this many columns needs: packed B, five packed rows of A, one edge tile. */
export function scratchBytes(columns: i32): i32 {
  return (roundUp(columns) * DEPTH + TILE_ROWS * DEPTH + TILE_ROWS * PANEL) * 4;
}

/** Bytes that B[depth, columns] takes when packed by `pack`. */
export function packedBytes(depth: i32, columns: i32): i32 {
  return roundUp(columns) * depth * 4;
}

function roundUp(columns: i32): i32 {
  return (columns + PANEL - 1) & ~(PANEL - 1);
}

/** Pack B once, for many products with `multiplyPacked`. Layout: for each block of DEPTH rows, its panels. */
export function pack(depth: i32, columns: i32, b: usize, bRow: usize, bColumn: usize, to: usize): void {
  for (let k = 0; k < depth; k += DEPTH) {
    packPanels(min(DEPTH, depth - k), columns, b + <usize>k * bRow, bRow, bColumn, to + <usize>(k * roundUp(columns)) * 4);
  }
}

/**
 * C[rows, columns] = A[rows, depth] · packed B (+ bias[columns]), then max(0, ·) when `relu`.
 *
 * C is row-major, `cRow` bytes from row to row. `bias` 0 means none. `scratch` has `scratchBytes(columns)`.
 */
export function multiplyPacked(
  rows: i32, columns: i32, depth: i32,
  a: usize, aRow: usize, aColumn: usize,
  packed: usize, c: usize, cRow: usize, bias: usize, relu: bool, scratch: usize,
): void {
  for (let k = 0; k < depth; k += DEPTH) {
    const panels = packed + <usize>(k * roundUp(columns)) * 4;
    block(rows, columns, min(DEPTH, depth - k), a + <usize>k * aColumn, aRow, aColumn, panels, c, cRow, k > 0, scratch);
  }
  if (bias != 0 || relu) finish(rows, columns, c, cRow, bias, relu);
}

/** As `multiplyPacked`, with a B of any layout that is packed on the way, into the scratch. */
export function multiply(
  rows: i32, columns: i32, depth: i32,
  a: usize, aRow: usize, aColumn: usize,
  b: usize, bRow: usize, bColumn: usize,
  c: usize, cRow: usize, bias: usize, relu: bool, scratch: usize,
): void {
  const rest = scratch + <usize>(roundUp(columns) * DEPTH) * 4;
  for (let k = 0; k < depth; k += DEPTH) {
    const part = min(DEPTH, depth - k);
    packPanels(part, columns, b + <usize>k * bRow, bRow, bColumn, scratch);
    block(rows, columns, part, a + <usize>k * aColumn, aRow, aColumn, scratch, c, cRow, k > 0, rest);
  }
  if (bias != 0 || relu) finish(rows, columns, c, cRow, bias, relu);
}

/** As few rows are faster one by one than in a tile that they do not fill. */
const FEW_ROWS: i32 = 2;

/** C (+)= A · panels for one block of k: whole tiles first, then the rows that are left over. */
function block(
  rows: i32, columns: i32, depth: i32,
  a: usize, aRow: usize, aColumn: usize,
  panels: usize, c: usize, cRow: usize, add: bool, scratch: usize,
): void {
  const edge = scratch + <usize>(TILE_ROWS * DEPTH) * 4;
  const panelBytes = <usize>depth * PANEL_BYTES;
  const whole = columns & ~(PANEL - 1);
  let i = 0;
  for (; i + TILE_ROWS <= rows; i += TILE_ROWS, a += TILE_ROWS * aRow, c += TILE_ROWS * cRow) {
    packRows(depth, TILE_ROWS, a, aRow, aColumn, scratch);
    let panel = panels, to = c;
    for (let j = 0; j < whole; j += PANEL, panel += panelBytes, to += PANEL_BYTES) tile(depth, scratch, panel, to, cRow, add);
    if (whole < columns) {
      tile(depth, scratch, panel, edge, PANEL_BYTES, false);
      copyEdge(TILE_ROWS, columns - whole, edge, to, cRow, add);
    }
  }
  if (rows - i > FEW_ROWS) {
    packRows(depth, rows - i, a, aRow, aColumn, scratch);
    let panel = panels, to = c;
    for (let j = 0; j < columns; j += PANEL, panel += panelBytes, to += PANEL_BYTES) {
      tile(depth, scratch, panel, edge, PANEL_BYTES, false);
      copyEdge(rows - i, min(PANEL, columns - j), edge, to, cRow, add);
    }
    return;
  }
  for (; i < rows; i++, a += aRow, c += cRow) {
    let panel = panels, to = c, j = 0;
    for (; j + 4 * PANEL <= whole; j += 4 * PANEL, panel += 4 * panelBytes, to += 4 * PANEL_BYTES) {
      row4(depth, a, aColumn, panel, panelBytes, to, add);
    }
    for (; j < whole; j += PANEL, panel += panelBytes, to += PANEL_BYTES) row1(depth, a, aColumn, panel, to, add);
    if (whole < columns) {
      row1(depth, a, aColumn, panel, edge, false);
      copyEdge(1, columns - whole, edge, to, cRow, add);
    }
  }
}

/** The part of an edge tile that lies inside C. */
function copyEdge(rows: i32, width: i32, edge: usize, c: usize, cRow: usize, add: bool): void {
  for (let i = 0; i < rows; i++, edge += PANEL_BYTES, c += cRow) {
    for (let j: usize = 0; j < <usize>width; j++) {
      const value = load<f32>(edge + j * 4);
      store<f32>(c + j * 4, add ? load<f32>(c + j * 4) + value : value);
    }
  }
}

/** Add the bias to every row and rectify. max(0, NaN) is NaN, so that a broken network shows. */
function finish(rows: i32, columns: i32, c: usize, cRow: usize, bias: usize, relu: bool): void {
  const zero = f32x4.splat(0);
  const end = <usize>(columns & ~3) * 4, last = <usize>columns * 4;
  for (let i = 0; i < rows; i++, c += cRow) {
    let at: usize = 0;
    for (; at < end; at += 16) {
      let value = v128.load(c + at);
      if (bias != 0) value = f32x4.add(value, v128.load(bias + at));
      v128.store(c + at, relu ? f32x4.max(value, zero) : value);
    }
    for (; at < last; at += 4) {
      let value = load<f32>(c + at);
      if (bias != 0) value += load<f32>(bias + at);
      store<f32>(c + at, relu ? max<f32>(value, 0) : value);
    }
  }
}
