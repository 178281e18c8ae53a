// AssemblyScript. One step of Adam (Kingma & Ba 2015, algorithm 1) over a flat run of parameters.

/**
 *   m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²,   out = w − rate · m / (√(v · scale) + ε)
 *
 * `rate` is the learning rate over 1 − β₁ᵗ, `scale` is 1 / (1 − β₂ᵗ). `w` is left as it is: XNNPACK's convolutions keep
 * packed copies of weights by tensor, so a changed weight must be another tensor. All runs hold `count` floats.
 */
export function adam(
  count: i32, w: usize, g: usize, m: usize, v: usize, out: usize,
  rate: f32, scale: f32, beta1: f32, beta2: f32, epsilon: f32,
): void {
  const b1 = f32x4.splat(beta1), c1 = f32x4.splat(1 - beta1), b2 = f32x4.splat(beta2), c2 = f32x4.splat(1 - beta2);
  const rates = f32x4.splat(rate), scales = f32x4.splat(scale), small = f32x4.splat(epsilon);
  const end = <usize>(count & ~3) << 2;
  let at: usize = 0;
  for (; at < end; at += 16) {
    const gradient = v128.load(g + at);
    const first = f32x4.add(f32x4.mul(b1, v128.load(m + at)), f32x4.mul(c1, gradient));
    const second = f32x4.add(f32x4.mul(b2, v128.load(v + at)), f32x4.mul(c2, f32x4.mul(gradient, gradient)));
    v128.store(m + at, first);
    v128.store(v + at, second);
    const step = f32x4.div(f32x4.mul(rates, first), f32x4.add(f32x4.sqrt(f32x4.mul(second, scales)), small));
    v128.store(out + at, f32x4.sub(v128.load(w + at), step));
  }
  for (const last = <usize>count << 2; at < last; at += 4) {
    const gradient = load<f32>(g + at);
    const first = beta1 * load<f32>(m + at) + (1 - beta1) * gradient;
    const second = beta2 * load<f32>(v + at) + (1 - beta2) * (gradient * gradient);
    store<f32>(m + at, first);
    store<f32>(v + at, second);
    store<f32>(out + at, load<f32>(w + at) - (rate * first) / (sqrt<f32>(second * scale) + epsilon));
  }
}
