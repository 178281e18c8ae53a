// AssemblyScript. The gates of recurrent cells, forward and backward: what stands between the matrix products.
// All matrices are row-major without gaps, one row a sequence; `units` is a multiple of 4.
import { logistic4, tanh4 } from './exponential';

/**
 * Gated recurrent unit (Cho et al. 2014, in the form of Appleyard et al. 2016 that cuDNN and PyTorch use):
 *
 *   r = σ(xᵣ + hᵣ)   z = σ(x_z + h_z)   n = tanh(xₙ + r hₙ)   h′ = (1 − z) n + z h
 *
 * @param x [rows, 3 units] W x + b, and `u` [rows, 3 units] U h + c, both in the order r, z, n
 * @param h [rows, units]
 * @param gates [rows, 4 units] r, z, n and hₙ, kept for the way back
 * @param out [rows, units] h′; may be `h`
 */
export function gruForward(rows: i32, units: i32, x: usize, u: usize, h: usize, gates: usize, out: usize): void {
  const width = <usize>units * 4;
  for (let i = 0; i < rows; i++) {
    for (let at: usize = 0; at < width; at += 16) {
      const r = logistic4(f32x4.add(v128.load(x + at), v128.load(u + at)));
      const z = logistic4(f32x4.add(v128.load(x + at + width), v128.load(u + at + width)));
      const inner = v128.load(u + at + 2 * width);
      const n = tanh4(f32x4.add(v128.load(x + at + 2 * width), f32x4.mul(r, inner)));
      v128.store(gates + at, r);
      v128.store(gates + at + width, z);
      v128.store(gates + at + 2 * width, n);
      v128.store(gates + at + 3 * width, inner);
      const before = v128.load(h + at);
      v128.store(out + at, f32x4.add(n, f32x4.mul(z, f32x4.sub(before, n))));
    }
    x += 3 * width;
    u += 3 * width;
    h += width;
    gates += 4 * width;
    out += width;
  }
}

/**
 * @param dh [rows, units] ∂E/∂h′; becomes the part of ∂E/∂h that does not go through U
 * @param dx [rows, 3 units] ∂E/∂(W x + b), written; `du` ∂E/∂(U h + c), written
 */
export function gruBackward(rows: i32, units: i32, gates: usize, h: usize, dh: usize, dx: usize, du: usize): void {
  const width = <usize>units * 4, ones = f32x4.splat(1);
  for (let i = 0; i < rows; i++) {
    for (let at: usize = 0; at < width; at += 16) {
      const r = v128.load(gates + at), z = v128.load(gates + at + width);
      const n = v128.load(gates + at + 2 * width), inner = v128.load(gates + at + 3 * width);
      const slope = v128.load(dh + at);
      const dn = f32x4.mul(f32x4.mul(slope, f32x4.sub(ones, z)), f32x4.sub(ones, f32x4.mul(n, n)));
      const dz = f32x4.mul(f32x4.mul(slope, f32x4.sub(v128.load(h + at), n)), f32x4.mul(z, f32x4.sub(ones, z)));
      const dr = f32x4.mul(f32x4.mul(dn, inner), f32x4.mul(r, f32x4.sub(ones, r)));
      v128.store(dx + at, dr);
      v128.store(dx + at + width, dz);
      v128.store(dx + at + 2 * width, dn);
      v128.store(du + at, dr);
      v128.store(du + at + width, dz);
      v128.store(du + at + 2 * width, f32x4.mul(dn, r));
      v128.store(dh + at, f32x4.mul(slope, z));
    }
    gates += 4 * width;
    h += width;
    dh += width;
    dx += 3 * width;
    du += 3 * width;
  }
}

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000):
 *
 *   c′ = σ(a_f) c + σ(a_i) tanh(a_g)   h′ = σ(a_o) tanh(c′)   with a = (W x + b) + (U h + d)
 *
 * @param x [rows, 4 units] W x + b, and `u` U h + d, both in the order i, f, g, o
 * @param c [rows, units]
 * @param gates [rows, 5 units] i, f, g, o and tanh c′, kept for the way back
 * @param cOut [rows, units] c′, `out` h′; cOut may be `c`
 */
export function lstmForward(
  rows: i32, units: i32, x: usize, u: usize, c: usize, gates: usize, cOut: usize, out: usize,
): void {
  const width = <usize>units * 4;
  for (let k = 0; k < rows; k++) {
    for (let at: usize = 0; at < width; at += 16) {
      const i = logistic4(f32x4.add(v128.load(x + at), v128.load(u + at)));
      const f = logistic4(f32x4.add(v128.load(x + at + width), v128.load(u + at + width)));
      const g = tanh4(f32x4.add(v128.load(x + at + 2 * width), v128.load(u + at + 2 * width)));
      const o = logistic4(f32x4.add(v128.load(x + at + 3 * width), v128.load(u + at + 3 * width)));
      const cell = f32x4.add(f32x4.mul(f, v128.load(c + at)), f32x4.mul(i, g));
      const squashed = tanh4(cell);
      v128.store(gates + at, i);
      v128.store(gates + at + width, f);
      v128.store(gates + at + 2 * width, g);
      v128.store(gates + at + 3 * width, o);
      v128.store(gates + at + 4 * width, squashed);
      v128.store(cOut + at, cell);
      v128.store(out + at, f32x4.mul(o, squashed));
    }
    x += 4 * width;
    u += 4 * width;
    c += width;
    gates += 5 * width;
    cOut += width;
    out += width;
  }
}

/**
 * @param c [rows, units] the cell before
 * @param dh [rows, units] ∂E/∂h′; becomes 0, as all of ∂E/∂h goes through U
 * @param dc [rows, units] ∂E/∂c′ from the step after; becomes ∂E/∂c
 * @param da [rows, 4 units] ∂E/∂a, written: both ∂E/∂(W x + b) and ∂E/∂(U h + d)
 */
export function lstmBackward(rows: i32, units: i32, gates: usize, c: usize, dh: usize, dc: usize, da: usize): void {
  const width = <usize>units * 4, ones = f32x4.splat(1), zero = f32x4.splat(0);
  for (let k = 0; k < rows; k++) {
    for (let at: usize = 0; at < width; at += 16) {
      const i = v128.load(gates + at), f = v128.load(gates + at + width);
      const g = v128.load(gates + at + 2 * width), o = v128.load(gates + at + 3 * width);
      const squashed = v128.load(gates + at + 4 * width);
      const slope = v128.load(dh + at);
      const through = f32x4.mul(f32x4.mul(slope, o), f32x4.sub(ones, f32x4.mul(squashed, squashed)));
      const cell = f32x4.add(v128.load(dc + at), through);
      v128.store(da + at, f32x4.mul(f32x4.mul(cell, g), f32x4.mul(i, f32x4.sub(ones, i))));
      v128.store(da + at + width, f32x4.mul(f32x4.mul(cell, v128.load(c + at)), f32x4.mul(f, f32x4.sub(ones, f))));
      v128.store(da + at + 2 * width, f32x4.mul(f32x4.mul(cell, i), f32x4.sub(ones, f32x4.mul(g, g))));
      v128.store(da + at + 3 * width, f32x4.mul(f32x4.mul(slope, squashed), f32x4.mul(o, f32x4.sub(ones, o))));
      v128.store(dc + at, f32x4.mul(cell, f));
      v128.store(dh + at, zero);
    }
    gates += 5 * width;
    c += width;
    dh += width;
    dc += width;
    da += 4 * width;
  }
}
