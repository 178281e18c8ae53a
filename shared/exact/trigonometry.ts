import type { Radians } from '../units/units.ts';

/**
 * Trigonometry that gives the same bits in every JavaScript engine.
 *
 * ECMAScript leaves Math.sin and friends "implementation-approximated", and V8 13 and V8 15 do differ in the last bit.
 * These use only + − × ÷ √ and floor, which IEEE 754 fixes. Coefficients are the minimax polynomials of fdlibm
 * (k_sin.c, k_cos.c, s_atan.c; Sun Microsystems 1993). Error against Math.* is below 1e-12 for |x| < 1000 rad.
 */
export const PI: Radians = Math.PI;
export const TAU: Radians = 6.283185307179586;
export const HALF_PI: Radians = 1.5707963267948966;
const QUARTER_PI: Radians = 0.7853981633974483;
const QUARTERS_PER_RADIAN = 0.6366197723675814;
/** π/2 in two parts, so that subtracting whole quarter turns loses nothing (Cody & Waite reduction). */
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_LOW = 6.077100506506192e-11;
const TAN_PI_8 = 0.41421356237309503;

/** sin on |x| ≤ π/4. */
function sinNearZero(x: number): number {
  const z = x * x;
  const tail =
    -1.9841269829857949e-4 + z * (2.7557313707070068e-6 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10));
  return x + x * z * (-0.16666666666666632 + z * (0.00833333333332249 + z * tail));
}

/** cos on |x| ≤ π/4. */
function cosNearZero(x: number): number {
  const z = x * x;
  const tail =
    2.480158728947673e-5 + z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11));
  return 1 - 0.5 * z + z * z * (0.0416666666666666 + z * (-0.001388888888887411 + z * tail));
}

export function sin(x: Radians): number {
  const quarters = Math.floor(x * QUARTERS_PER_RADIAN + 0.5);
  const rest = x - quarters * HALF_PI_HIGH - quarters * HALF_PI_LOW;
  const odd = quarters - 2 * Math.floor(quarters / 2) === 1;
  const value = odd ? cosNearZero(rest) : sinNearZero(rest);
  return quarters - 4 * Math.floor(quarters / 4) >= 2 ? -value : value;
}

export function cos(x: Radians): number {
  const quarters = Math.floor(x * QUARTERS_PER_RADIAN + 0.5);
  const rest = x - quarters * HALF_PI_HIGH - quarters * HALF_PI_LOW;
  const turn = quarters - 4 * Math.floor(quarters / 4);
  if (turn === 0) return cosNearZero(rest);
  if (turn === 1) return -sinNearZero(rest);
  return turn === 2 ? -cosNearZero(rest) : sinNearZero(rest);
}

export const tan = (x: Radians): number => sin(x) / cos(x);

/** atan on |x| ≤ tan(π/8). */
function atanNearZero(x: number): number {
  const z = x * x;
  const w = z * z;
  const evenTail = 0.06661073137387531 + w * (0.049768779946159324 + w * 0.016285820115365782);
  const even = z * (0.3333333333333293 + w * (0.14285714272503466 + w * (0.09090887133436507 + w * evenTail)));
  const oddTail = -0.0769187620504483 + w * (-0.058335701337905735 + w * -0.036531572744216916);
  const odd = w * (-0.19999999999876483 + w * (-0.11111110405462356 + w * oddTail));
  return x - x * (even + odd);
}

export function atan(x: number): Radians {
  const size = x < 0 ? -x : x;
  const inner = size > 1 ? 1 / size : size;
  const angle = inner > TAN_PI_8 ? QUARTER_PI + atanNearZero((inner - 1) / (inner + 1)) : atanNearZero(inner);
  const result = size > 1 ? HALF_PI - angle : angle;
  return x < 0 ? -result : result;
}

/** Angle of the vector (x, y), in (−π, π]; 0 for the zero vector. */
export function atan2(y: number, x: number): Radians {
  if (x === 0) return y === 0 ? 0 : y > 0 ? HALF_PI : -HALF_PI;
  const angle = atan(y / x);
  if (x > 0) return angle;
  return y >= 0 ? angle + PI : angle - PI;
}

/** The same direction in (−π, π]. */
export function wrapAngle(angle: Radians): Radians {
  const wrapped = angle - TAU * Math.floor((angle + PI) / TAU);
  return wrapped <= -PI ? wrapped + TAU : wrapped;
}

/** √(x² + y²); Math.hypot is not fixed to the bit. */
export const hypot = (x: number, y: number): number => Math.sqrt(x * x + y * y);

export const clamp = (x: number, low: number, high: number): number => (x < low ? low : x > high ? high : x);
