// AssemblyScript. Convolution over pictures without padding, its gradient to the filters and to the pictures.
//
// Pictures are [height, width, channels], filters [size, size, channels, filters], results [rows, columns, filters] with
// rows = ⌊(height − size) / stride⌋ + 1. What a filter sees at one place are `size` runs of size · channels floats of the
// picture, one a row of it: the matrix product whose rows are those runs reads them where they are (im2col after
// Chellapilla et al. 2006, without the copy). Tiles are those of the dense product: five places by eight filters.
// All addresses and distances are bytes; nothing here allocates.
import { packPanels } from './pack';
import { madd, PANEL, PANEL_BYTES, TILE_ROWS } from './tile';

/** One tile of floats, what `convolve` and `convolutionFilters` need as scratch. */
const TILE_BYTES: usize = 160;

// @ts-ignore: decorator
@inline
function put(c: usize, low: v128, high: v128, add: bool, relu: bool): void {
  if (add) {
    low = f32x4.add(v128.load(c), low);
    high = f32x4.add(v128.load(c, 16), high);
  }
  // max(0, NaN) is NaN, so that a broken network shows.
  v128.store(c, relu ? f32x4.max(low, f32x4.splat(0)) : low);
  v128.store(c, relu ? f32x4.max(high, f32x4.splat(0)) : high, 16);
}

/**
 * Five sums over `runs` runs of `run` floats, `gap` bytes from the end of one to the next, each times panel [runs · run, 8]:
 * row i is read from `a`i and written at `c`i, on the bias or on what is there, rectified if asked.
 */
function window(
  runs: i32, run: usize, gap: usize, panel: usize, bias: usize, add: bool, relu: bool,
  a0: usize, a1: usize, a2: usize, a3: usize, a4: usize,
  c0: usize, c1: usize, c2: usize, c3: usize, c4: usize,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  if (bias != 0) {
    c00 = v128.load(bias);
    c01 = v128.load(bias, 16);
  }
  let c10 = c00, c11 = c01, c20 = c00, c21 = c01, c30 = c00, c31 = c01, c40 = c00, c41 = c01;
  for (let r = 0; r < runs; r++) {
    for (const end = a0 + run * 4; a0 < end; a0 += 4) {
      const b0 = v128.load(panel), b1 = v128.load(panel, 16);
      let x = v128.load32_splat(a0);
      c00 = madd(x, b0, c00);
      c01 = madd(x, b1, c01);
      x = v128.load32_splat(a1);
      c10 = madd(x, b0, c10);
      c11 = madd(x, b1, c11);
      x = v128.load32_splat(a2);
      c20 = madd(x, b0, c20);
      c21 = madd(x, b1, c21);
      x = v128.load32_splat(a3);
      c30 = madd(x, b0, c30);
      c31 = madd(x, b1, c31);
      x = v128.load32_splat(a4);
      c40 = madd(x, b0, c40);
      c41 = madd(x, b1, c41);
      a1 += 4;
      a2 += 4;
      a3 += 4;
      a4 += 4;
      panel += PANEL_BYTES;
    }
    a0 += gap;
    a1 += gap;
    a2 += gap;
    a3 += gap;
    a4 += gap;
  }
  put(c0, c00, c01, add, relu);
  put(c1, c10, c11, add, relu);
  put(c2, c20, c21, add, relu);
  put(c3, c30, c31, add, relu);
  put(c4, c40, c41, add, relu);
}

/** Filters into panels of eight for `convolve`, taking as much room; `filters` is a multiple of 8. */
export function packFilters(size: i32, channels: i32, filters: i32, w: usize, to: usize): void {
  packPanels(size * size * channels, filters, w, <usize>filters * 4, 4, to);
}

/**
 * y = max(0, x ∗ w + b) at every place of `count` pictures.
 *
 * `xStep` and `yStep` are the bytes from one picture and one result to the next. `filters` is a multiple of 8.
 */
export function convolve(
  count: i32, height: i32, width: i32, channels: i32, filters: i32, size: i32, stride: i32,
  x: usize, xStep: usize, packed: usize, bias: usize, y: usize, yStep: usize, scratch: usize,
): void {
  const rows = (height - size) / stride + 1, columns = (width - size) / stride + 1, places = rows * columns;
  const run = <usize>(size * channels), line = <usize>(width * channels) * 4;
  const step = <usize>(stride * channels) * 4, down = <usize>stride * line, out = <usize>filters * 4;
  const panelBytes = <usize>size * run * PANEL_BYTES;
  for (let i = 0; i < count; i++, x += xStep, y += yStep) {
    let place = 0, column = 0, at = x, row = x;
    while (place < places) {
      const a0 = at;
      let a1 = a0, a2 = a0, a3 = a0, a4 = a0;
      const some = min(TILE_ROWS, places - place);
      for (let k = 0; k < some; k++) {
        if (k == 1) a1 = at;
        else if (k == 2) a2 = at;
        else if (k == 3) a3 = at;
        else if (k == 4) a4 = at;
        at += step;
        if (++column == columns) {
          column = 0;
          row += down;
          at = row;
        }
      }
      let c = y + <usize>place * out, panel = packed, b = bias;
      for (let f = 0; f < filters; f += PANEL, c += PANEL_BYTES, panel += panelBytes, b += PANEL_BYTES) {
        const c1 = some > 1 ? c + out : scratch, c2 = some > 2 ? c + 2 * out : scratch;
        const c3 = some > 3 ? c + 3 * out : scratch, c4 = some > 4 ? c + 4 * out : scratch;
        window(size, run, line - run * 4, panel, b, false, true, a0, a1, a2, a3, a4, c, c1, c2, c3, c4);
      }
      place += TILE_ROWS;
    }
  }
}

/** Bytes of scratch that `convolutionInputs` needs: turned filters and one tile. */
export function inputsScratchBytes(size: i32, channels: i32, filters: i32): i32 {
  return size * ((size * channels + PANEL - 1) & ~(PANEL - 1)) * filters * 4 + <i32>TILE_BYTES;
}

/**
 * ∂E/∂x from ∂E/∂y, written over `dx`: every place gives each run of the picture that it saw its ∂E/∂y times the
 * filters' part of that run, turned.
 */
export function convolutionInputs(
  count: i32, height: i32, width: i32, channels: i32, filters: i32, size: i32, stride: i32,
  w: usize, dy: usize, yStep: usize, dx: usize, xStep: usize, scratch: usize,
): void {
  const rows = (height - size) / stride + 1, columns = (width - size) / stride + 1, places = rows * columns;
  const run = size * channels, line = <usize>(width * channels) * 4;
  const step = <usize>(stride * channels) * 4, down = <usize>stride * line, out = <usize>filters * 4;
  const panelBytes = <usize>filters * PANEL_BYTES, whole = run & ~(PANEL - 1);
  const tile = scratch, packed = scratch + TILE_BYTES;
  const runBytes = <usize>((run + PANEL - 1) & ~(PANEL - 1)) * <usize>filters * 4;
  for (let k = 0; k < size; k++) packPanels(filters, run, w + <usize>(k * run) * out, 4, out, packed + <usize>k * runBytes);
  for (let i = 0; i < count; i++, dx += xStep, dy += yStep) {
    memory.fill(dx, 0, <usize>height * line);
    let place = 0, column = 0, at = dx, row = dx;
    while (place < places) {
      const x0 = at;
      let x1 = x0, x2 = x0, x3 = x0, x4 = x0;
      const some = min(TILE_ROWS, places - place);
      for (let k = 0; k < some; k++) {
        if (k == 1) x1 = at;
        else if (k == 2) x2 = at;
        else if (k == 3) x3 = at;
        else if (k == 4) x4 = at;
        at += step;
        if (++column == columns) {
          column = 0;
          row += down;
          at = row;
        }
      }
      const d0 = dy + <usize>place * out;
      const d1 = some > 1 ? d0 + out : d0, d2 = some > 2 ? d0 + 2 * out : d0;
      const d3 = some > 3 ? d0 + 3 * out : d0, d4 = some > 4 ? d0 + 4 * out : d0;
      for (let k = 0; k < size; k++) {
        let panel = packed + <usize>k * runBytes, o = <usize>k * line;
        for (let j = 0; j < whole; j += PANEL, panel += panelBytes, o += PANEL_BYTES) {
          const c1 = some > 1 ? x1 + o : tile, c2 = some > 2 ? x2 + o : tile;
          const c3 = some > 3 ? x3 + o : tile, c4 = some > 4 ? x4 + o : tile;
          window(1, filters, 0, panel, 0, true, false, d0, d1, d2, d3, d4, x0 + o, c1, c2, c3, c4);
        }
        if (whole < run) {
          window(
            1, filters, 0, panel, 0, false, false, d0, d1, d2, d3, d4,
            tile, tile + PANEL_BYTES, tile + 2 * PANEL_BYTES, tile + 3 * PANEL_BYTES, tile + 4 * PANEL_BYTES,
          );
          const width = run - whole;
          addFloats(width, tile, x0 + o);
          if (some > 1) addFloats(width, tile + PANEL_BYTES, x1 + o);
          if (some > 2) addFloats(width, tile + 2 * PANEL_BYTES, x2 + o);
          if (some > 3) addFloats(width, tile + 3 * PANEL_BYTES, x3 + o);
          if (some > 4) addFloats(width, tile + 4 * PANEL_BYTES, x4 + o);
        }
      }
      place += TILE_ROWS;
    }
  }
}

/**
 * Five numbers of what a filter sees, from `a` on, times eight filters' ∂E/∂y, summed over all places of one picture and
 * added to C[5, 8]. From place to place `step` bytes, from the last of a row to the next row `gap` more.
 */
function overPlaces(
  rows: i32, columns: i32, a: usize, step: usize, gap: usize, dy: usize, out: usize, c: usize, cRow: usize,
): void {
  let c00 = v128.load(c), c01 = v128.load(c, 16);
  let c10 = v128.load(c + cRow), c11 = v128.load(c + cRow, 16);
  let c20 = v128.load(c + 2 * cRow), c21 = v128.load(c + 2 * cRow, 16);
  let c30 = v128.load(c + 3 * cRow), c31 = v128.load(c + 3 * cRow, 16);
  let c40 = v128.load(c + 4 * cRow), c41 = v128.load(c + 4 * cRow, 16);
  for (let r = 0; r < rows; r++, a += gap) {
    for (let k = 0; k < columns; k++, a += step, dy += out) {
      const b0 = v128.load(dy), b1 = v128.load(dy, 16);
      let x = v128.load32_splat(a);
      c00 = madd(x, b0, c00);
      c01 = madd(x, b1, c01);
      x = v128.load32_splat(a, 4);
      c10 = madd(x, b0, c10);
      c11 = madd(x, b1, c11);
      x = v128.load32_splat(a, 8);
      c20 = madd(x, b0, c20);
      c21 = madd(x, b1, c21);
      x = v128.load32_splat(a, 12);
      c30 = madd(x, b0, c30);
      c31 = madd(x, b1, c31);
      x = v128.load32_splat(a, 16);
      c40 = madd(x, b0, c40);
      c41 = madd(x, b1, c41);
    }
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + cRow, c10);
  v128.store(c + cRow, c11, 16);
  v128.store(c + 2 * cRow, c20);
  v128.store(c + 2 * cRow, c21, 16);
  v128.store(c + 3 * cRow, c30);
  v128.store(c + 3 * cRow, c31, 16);
  v128.store(c + 4 * cRow, c40);
  v128.store(c + 4 * cRow, c41, 16);
}

/**
 * ∂E/∂w = Σ x ∂E/∂y over places and pictures, and ∂E/∂b = Σ ∂E/∂y, written over `dw` and `db`.
 *
 * Reads, but does not use, up to four floats behind a picture.
 */
export function convolutionFilters(
  count: i32, height: i32, width: i32, channels: i32, filters: i32, size: i32, stride: i32,
  x: usize, xStep: usize, dy: usize, yStep: usize, dw: usize, db: usize, scratch: usize,
): void {
  const rows = (height - size) / stride + 1, columns = (width - size) / stride + 1;
  const run = size * channels, line = <usize>(width * channels) * 4, out = <usize>filters * 4;
  const step = <usize>(stride * channels) * 4, gap = <usize>stride * line - <usize>columns * step;
  memory.fill(dw, 0, <usize>(size * run) * out);
  memory.fill(db, 0, out);
  for (let i = 0; i < count; i++, x += xStep, dy += yStep) {
    sumRows(rows * columns, filters, dy, db);
    for (let f: usize = 0; f < out; f += PANEL_BYTES) {
      let c = dw + f;
      for (let r = 0; r < size; r++) {
        let a = x + <usize>r * line, k = 0;
        for (; k + TILE_ROWS <= run; k += TILE_ROWS, a += TILE_ROWS * 4, c += TILE_ROWS * out) {
          overPlaces(rows, columns, a, step, gap, dy + f, out, c, out);
        }
        if (k == run) continue;
        memory.fill(scratch, 0, TILE_BYTES);
        overPlaces(rows, columns, a, step, gap, dy + f, out, scratch, PANEL_BYTES);
        for (let at = scratch; k < run; k++, at += PANEL_BYTES, c += out) addFloats(PANEL, at, c);
      }
    }
  }
}

/** to += from, `count` floats. */
function addFloats(count: i32, from: usize, to: usize): void {
  for (let k: usize = 0; k < <usize>count * 4; k += 4) store<f32>(to + k, load<f32>(to + k) + load<f32>(from + k));
}

/** to[columns] += Σ of the rows of [rows, columns]; `columns` is a multiple of 4. */
export function sumRows(rows: i32, columns: i32, from: usize, to: usize): void {
  const width = <usize>columns * 4;
  for (let at: usize = 0; at < width; at += 16) {
    let sum = v128.load(to + at), row = from + at;
    for (let k = 0; k < rows; k++, row += width) sum = f32x4.add(sum, v128.load(row));
    v128.store(to + at, sum);
  }
}

/** No gradient goes through a rectifier that was off: `slope` 0 where `value` is not above 0; counts in fours. */
export function dropWhereOff(count: i32, value: usize, slope: usize): void {
  const zero = f32x4.splat(0);
  for (const end = value + <usize>count * 4; value < end; value += 16, slope += 16) {
    v128.store(slope, v128.and(v128.load(slope), f32x4.gt(v128.load(value), zero)));
  }
}
