// AssemblyScript. exp, the logistic function and tanh of four floats at once.

/**
 * e^x for x in about [−87, 88], held to it; relative error under 2 · 10⁻⁷.
 *
 * x = n log 2 + r with |r| ≤ ½ log 2 (log 2 in two parts, after Cody & Waite 1980), e^r by its series to r⁷ / 7!, and 2ⁿ
 * put together from bits.
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const held = f32x4.min(f32x4.max(x, f32x4.splat(-87)), f32x4.splat(88));
  const n = f32x4.nearest(f32x4.mul(held, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(held, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let sum = f32x4.splat(1.9841269841e-4);
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.3888888889e-3));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(8.3333333333e-3));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(4.1666666667e-2));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.6666666667e-1));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(0.5));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1));
  const exponent = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(sum, exponent);
}

/** 1 / (1 + e^−x). */
// @ts-ignore: decorator
@inline
export function logistic4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** 1 − 2 / (1 + e^2x); absolute error under 2 · 10⁻⁷. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1), two = f32x4.splat(2);
  return f32x4.sub(one, f32x4.div(two, f32x4.add(one, exp4(f32x4.mul(two, x)))));
}
