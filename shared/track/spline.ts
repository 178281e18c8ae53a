/**
 * A closed C² cubic spline of one coordinate: on interval k, with t from 0 to step[k],
 * value = a[k] + b[k]·t + c[k]·t² + d[k]·t³. Each array has one entry an interval.
 */
export interface ClosedCubic {
  a: Float64Array;
  b: Float64Array;
  c: Float64Array;
  d: Float64Array;
}

/**
 * The periodic cubic spline through `values` at knots `step[k]` apart (the last step leads back to the first value).
 *
 * Its second derivatives m solve the cyclic tridiagonal system
 *   h₋ m₋ + 2 (h₋ + h) m + h m₊ = 6 ((y₊ − y)/h − (y − y₋)/h₋).
 * Needs at least 3 values and positive steps.
 */
export function closedCubic(values: Float64Array, step: Float64Array): ClosedCubic {
  const n = values.length;
  const diagonal = new Float64Array(n);
  const right = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const before = step[(k + n - 1) % n];
    const rise = (values[(k + 1) % n] - values[k]) / step[k];
    const riseBefore = (values[k] - values[(k + n - 1) % n]) / before;
    diagonal[k] = 2 * (before + step[k]);
    right[k] = 6 * (rise - riseBefore);
  }
  const m = solveCyclic(diagonal, step, right);
  const cubic = {
    a: Float64Array.from(values),
    b: new Float64Array(n),
    c: new Float64Array(n),
    d: new Float64Array(n),
  };
  for (let k = 0; k < n; k++) {
    const next = (k + 1) % n;
    cubic.b[k] = (values[next] - values[k]) / step[k] - (step[k] * (2 * m[k] + m[next])) / 6;
    cubic.c[k] = m[k] / 2;
    cubic.d[k] = (m[next] - m[k]) / (6 * step[k]);
  }
  return cubic;
}

/**
 * Solve the symmetric cyclic tridiagonal system with `off[k]` joining unknowns k and k + 1 (mod n).
 * Sherman–Morrison: the two corners are a rank-one change of a plain tridiagonal matrix
 * (Press et al., Numerical Recipes, section 2.7.2).
 */
function solveCyclic(diagonal: Float64Array, off: Float64Array, right: Float64Array): Float64Array {
  const n = diagonal.length;
  const corner = off[n - 1];
  const gamma = -diagonal[0];
  const main = Float64Array.from(diagonal);
  main[0] -= gamma;
  main[n - 1] -= (corner * corner) / gamma;
  const change = new Float64Array(n);
  change[0] = gamma;
  change[n - 1] = corner;
  const plain = solveTridiagonal(main, off, right);
  const bend = solveTridiagonal(main, off, change);
  const factor = (plain[0] + (corner * plain[n - 1]) / gamma) / (1 + bend[0] + (corner * bend[n - 1]) / gamma);
  return plain.map((value, k) => value - factor * bend[k]);
}

/** Thomas algorithm; the matrix is diagonally dominant, so no pivoting. */
function solveTridiagonal(diagonal: Float64Array, off: Float64Array, right: Float64Array): Float64Array {
  const n = diagonal.length;
  const upper = new Float64Array(n);
  const out = new Float64Array(n);
  upper[0] = off[0] / diagonal[0];
  out[0] = right[0] / diagonal[0];
  for (let k = 1; k < n; k++) {
    const pivot = diagonal[k] - off[k - 1] * upper[k - 1];
    upper[k] = off[k] / pivot;
    out[k] = (right[k] - off[k - 1] * out[k - 1]) / pivot;
  }
  for (let k = n - 2; k >= 0; k--) out[k] -= upper[k] * out[k + 1];
  return out;
}
