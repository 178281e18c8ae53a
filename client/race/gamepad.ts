/** A stick's middle and how it answers beyond. */
export interface StickFeel {
  /** Share of the way that counts as the middle. */
  deadZone: number;
  /** Exponent beyond it. */
  response: number;
}

/** The first gamepad in the standard mapping; `absent` where the browser gives pages none, as over plain http. */
export function gamepad(): Gamepad | undefined | 'absent' {
  if (typeof navigator.getGamepads !== 'function') return 'absent';
  try {
    return navigator.getGamepads().find((pad) => pad?.connected && pad.mapping === 'standard') ?? undefined;
  } catch {
    // A permissions policy forbids it.
    return 'absent';
  }
}

/**
 * Steering in [−1, 1], + left, of a stick's axis (+ right).
 *
 *   steer = −sign(a) ((|a| − d) / (1 − d))^p   beyond the dead zone d, else 0
 *
 * so that it starts at nothing at the zone's edge and is full at full way.
 */
export function stickSteer(axis: number, { deadZone, response }: StickFeel): number {
  const way = Math.min(1, Math.abs(axis));
  if (way <= deadZone) return 0;
  return -Math.sign(axis) * ((way - deadZone) / (1 - deadZone)) ** response;
}
