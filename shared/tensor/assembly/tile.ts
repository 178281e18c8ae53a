// AssemblyScript. The innermost loops of the matrix product: a tile of C stays in registers while k runs.

/** Rows of C in one tile. 5 × 2 accumulators, 2 columns of B and 1 broadcast of A fill 13 of the 16 SSE registers. */
export const TILE_ROWS: i32 = 5;
/** Columns of C in one tile and in one panel of packed B: two vectors of four floats. */
export const PANEL: i32 = 8;
/** Bytes of one row (one k) of a panel. */
export const PANEL_BYTES: usize = 32;

/** a · b + c: one rounding where the engine offers relaxed SIMD on a processor with FMA, two roundings elsewhere. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Write one row of a tile, on top of what is there when `add`. */
// @ts-ignore: decorator
@inline
function put(c: usize, low: v128, high: v128, add: bool): void {
  v128.store(c, add ? f32x4.add(v128.load(c), low) : low);
  v128.store(c, add ? f32x4.add(v128.load(c, 16), high) : high, 16);
}

/**
 * C[5, 8] (+)= A[5, depth] · panel[depth, 8].
 *
 * `a` is packed: five values for each k, one under another. `cRow` is the distance of two rows of C in bytes.
 */
export function tile(depth: i32, a: usize, panel: usize, c: usize, cRow: usize, add: bool): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0);
  for (let k = 0; k < depth; k++) {
    const b0 = v128.load(panel), b1 = v128.load(panel, 16);
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
    a += 20;
    panel += PANEL_BYTES;
  }
  put(c, c00, c01, add);
  put(c + cRow, c10, c11, add);
  put(c + 2 * cRow, c20, c21, add);
  put(c + 3 * cRow, c30, c31, add);
  put(c + 4 * cRow, c40, c41, add);
}

/**
 * C[1, 32] (+)= A[1, depth] · four panels, for the rows that do not fill a tile (one car asks its policy).
 *
 * `aStep` is the distance in bytes of two k of the row of A, `panelBytes` that of two panels. Each C is summed in the
 * order of k, as in `tile`, so a row's result has the same bits whichever rows stand beside it.
 */
export function row4(depth: i32, a: usize, aStep: usize, panel: usize, panelBytes: usize, c: usize, add: bool): void {
  let p1 = panel + panelBytes, p2 = p1 + panelBytes, p3 = p2 + panelBytes;
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  for (let k = 0; k < depth; k++) {
    const x = v128.load32_splat(a);
    c00 = madd(x, v128.load(panel), c00);
    c01 = madd(x, v128.load(panel, 16), c01);
    c10 = madd(x, v128.load(p1), c10);
    c11 = madd(x, v128.load(p1, 16), c11);
    c20 = madd(x, v128.load(p2), c20);
    c21 = madd(x, v128.load(p2, 16), c21);
    c30 = madd(x, v128.load(p3), c30);
    c31 = madd(x, v128.load(p3, 16), c31);
    a += aStep;
    panel += PANEL_BYTES;
    p1 += PANEL_BYTES;
    p2 += PANEL_BYTES;
    p3 += PANEL_BYTES;
  }
  put(c, c00, c01, add);
  put(c + 32, c10, c11, add);
  put(c + 64, c20, c21, add);
  put(c + 96, c30, c31, add);
}

/** C[1, 8] (+)= A[1, depth] · panel[depth, 8]: what `row4` leaves over. */
export function row1(depth: i32, a: usize, aStep: usize, panel: usize, c: usize, add: bool): void {
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0);
  for (let k = 0; k < depth; k++) {
    const x = v128.load32_splat(a);
    c0 = madd(x, v128.load(panel), c0);
    c1 = madd(x, v128.load(panel, 16), c1);
    a += aStep;
    panel += PANEL_BYTES;
  }
  put(c, c0, c1, add);
}
