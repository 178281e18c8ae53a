/** What a key of the keyboard can do in a race. */
export const ACTIONS = [
  'left',
  'right',
  'throttle',
  'brake',
  'respawn',
  'wheel',
  'restart',
  'camera',
  'mute',
  'legend',
  'say',
  'settings',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Up to two keys an action, as `KeyboardEvent.code`: by their place, so that WASD is a cross on every layout. */
export type KeyMap = Readonly<Record<Action, readonly string[]>>;
export const KEYS_AN_ACTION = 2;

export const DEFAULT_KEYS: KeyMap = {
  left: ['ArrowLeft', 'KeyA'],
  right: ['ArrowRight', 'KeyD'],
  throttle: ['ArrowUp', 'KeyW'],
  brake: ['ArrowDown', 'KeyS'],
  respawn: ['KeyR'],
  wheel: ['KeyE'],
  restart: ['Backspace'],
  camera: ['KeyC'],
  mute: ['KeyM'],
  legend: ['KeyH'],
  say: ['KeyT'],
  settings: ['KeyO'],
};

/** Keys that belong to the page or the browser: leaving, moving the focus, pressing a button, reloading, modifiers. */
const RESERVED = /^(Escape|Tab|Enter|NumpadEnter|F\d+|(Control|Alt|Meta|OS)(Left|Right)?|ContextMenu|CapsLock|)$/;

export const isReserved = (code: string): boolean => RESERVED.test(code);

/** The action of a key, if it has one. */
export function actionOf(keys: KeyMap, code: string): Action | undefined {
  return ACTIONS.find((action) => keys[action].includes(code));
}

/** Give `code` to a slot of `action`; whoever had it loses it, so that no key ever does two things. */
export function withKey(keys: KeyMap, action: Action, slot: number, code: string): KeyMap {
  const next = withoutKey(keys, code);
  const own = [...keys[action]];
  own[Math.min(slot, own.length)] = code;
  // Both slots held the same key, or the key moved from one slot to the other.
  return { ...next, [action]: [...new Set(own)] };
}

/** Nobody has `code`. */
export function withoutKey(keys: KeyMap, code: string): KeyMap {
  return Object.fromEntries(
    ACTIONS.map((action) => [action, keys[action].filter((key) => key !== code)]),
  ) as unknown as KeyMap;
}
