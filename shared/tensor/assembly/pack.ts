// AssemblyScript. Copies blocks of the operands into the order in which the tiles read them.
// A matrix is a start address and two distances, in bytes: `row` from one row to the next, `column` from one column to
// the next. A transposed matrix is the same memory with the two exchanged.
import { PANEL, PANEL_BYTES, TILE_ROWS } from './tile';

/** Transpose four vectors of four floats from `row` distances apart into `to`, `toRow` bytes apart. */
// @ts-ignore: decorator
@inline
function transpose4(from: usize, row: usize, to: usize, toRow: usize): void {
  const a = v128.load(from), b = v128.load(from + row), c = v128.load(from + 2 * row), d = v128.load(from + 3 * row);
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(ab0, cd0, 0, 2));
  v128.store(to + toRow, v128.shuffle<f64>(ab0, cd0, 1, 3));
  v128.store(to + 2 * toRow, v128.shuffle<f64>(ab1, cd1, 0, 2));
  v128.store(to + 3 * toRow, v128.shuffle<f64>(ab1, cd1, 1, 3));
}

/** B[depth, columns] into panels of 8 columns, each [depth, 8] in a row; the last is filled up with zeros. */
export function packPanels(depth: i32, columns: i32, b: usize, row: usize, column: usize, to: usize): void {
  for (let j = 0; j < columns; j += PANEL) {
    const width = min(PANEL, columns - j);
    let from = b + <usize>j * column;
    if (width == PANEL && column == 4) {
      for (let k = 0; k < depth; k++, from += row, to += PANEL_BYTES) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      }
    } else if (width == PANEL && row == 4) {
      let k = 0;
      for (; k + 4 <= depth; k += 4, from += 16, to += 4 * PANEL_BYTES) {
        transpose4(from, column, to, PANEL_BYTES);
        transpose4(from + 4 * column, column, to + 16, PANEL_BYTES);
      }
      for (; k < depth; k++, from += 4, to += PANEL_BYTES) gather(from, column, width, PANEL, to);
    } else {
      for (let k = 0; k < depth; k++, from += row, to += PANEL_BYTES) gather(from, column, width, PANEL, to);
    }
  }
}

/** `count` floats, `step` bytes apart, one after another into `to`; zeros up to `total`. */
function gather(from: usize, step: usize, count: i32, total: i32, to: usize): void {
  for (let q = 0; q < count; q++, from += step, to += 4) store<f32>(to, load<f32>(from));
  for (let q = count; q < total; q++, to += 4) store<f32>(to, 0);
}

/** Five rows of A, `depth` long, interleaved: for each k the five values one after another; of fewer the last again. */
export function packRows(depth: i32, rows: i32, a: usize, row: usize, column: usize, to: usize): void {
  const last = a + <usize>(min(rows, TILE_ROWS) - 1) * row;
  const a1 = min(a + row, last), a2 = min(a1 + row, last), a3 = min(a2 + row, last), a4 = min(a3 + row, last);
  for (let k = 0, at: usize = 0; k < depth; k++, at += column, to += TILE_ROWS * 4) {
    store<f32>(to, load<f32>(a + at));
    store<f32>(to, load<f32>(a1 + at), 4);
    store<f32>(to, load<f32>(a2 + at), 8);
    store<f32>(to, load<f32>(a3 + at), 12);
    store<f32>(to, load<f32>(a4 + at), 16);
  }
}
