import { signal } from '@preact/signals';
import { t } from '../../locale/locale.ts';

/** What the keyboard here prints on a key, by code; empty where the browser does not tell. */
const printed = signal<ReadonlyMap<string, string>>(new Map());

/** Browsers that know the keyboard's layout, in secure contexts only. */
interface LayoutKeyboard {
  getLayoutMap(): Promise<ReadonlyMap<string, string>>;
}

/** Ask what is printed on the keys; without an answer they are named by their place on an American keyboard. */
export function readLayout(): void {
  const { keyboard } = navigator as Navigator & { keyboard?: LayoutKeyboard };
  keyboard?.getLayoutMap().then(
    (layout) => {
      printed.value = new Map(layout);
    },
    () => undefined,
  );
}

/** Whether keys are named as this keyboard prints them. */
export const knowsLayout = (): boolean => printed.value.size > 0;

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Backspace: '⌫',
  ShiftLeft: '⇧ L',
  ShiftRight: '⇧ R',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Backslash: '\\',
  Comma: ',',
  Period: '.',
  Slash: '/',
};

/** A key's short name: `KeyA` is A, or what stands there on this keyboard. */
export function keyLabel(code: string): string {
  if (code === 'Space') return t('settings.space');
  const own = printed.value.get(code);
  if (own && own.trim() !== '') return own.toUpperCase();
  return SIGNS[code] ?? code.replace(/^(Key|Digit)/, '').replace(/^Numpad/, 'Num ');
}
