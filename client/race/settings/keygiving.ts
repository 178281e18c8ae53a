import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { type Action, actionOf, DEFAULT_KEYS, isReserved, withKey, withoutKey } from '../../connection/keys.ts';
import { changeSettings, settings } from '../../connection/settings.ts';
import { t } from '../../locale/locale.ts';
import { keyLabel } from './keylabel.ts';

/** A place for a key: the first or the second of an action. */
export interface Slot {
  action: Action;
  slot: number;
}

/** A key that somebody wants here and that does something else so far. */
export interface Conflict extends Slot {
  code: string;
  owner: Action;
}

/** What is going on while keys are given other work. */
export interface KeyGiving {
  /** The place that waits for a key. */
  waiting: ReadonlySignal<Slot | undefined>;
  conflict: ReadonlySignal<Conflict | undefined>;
  /** What was done last, for a status line. */
  told: ReadonlySignal<string>;
  ask(slot: Slot): void;
  /** Nothing waits any more. */
  stop(): void;
  /** A key went down or up: while a place waits it is the answer, and must not press, move or close anything. */
  take(event: KeyboardEvent): void;
  give(slot: Slot, code: string): void;
  keep(): void;
  clear(code: string): void;
  reset(): void;
}

export function useKeyGiving(): KeyGiving {
  const waiting = useSignal<Slot | undefined>(undefined);
  const conflict = useSignal<Conflict | undefined>(undefined);
  const told = useSignal('');
  return useMemo(() => {
    /** The key that was taken and is still down. */
    let taken = '';
    const tell = (text: string): void => {
      conflict.value = undefined;
      told.value = text;
    };
    const give = ({ action, slot }: Slot, code: string): void => {
      changeSettings({ keys: withKey(settings.value.keys, action, slot, code) });
      tell(t('settings.given', { key: keyLabel(code), action: t(`settings.actions.${action}`) }));
    };
    const answer = (slot: Slot, { code, key }: KeyboardEvent): void => {
      const owner = actionOf(settings.value.keys, code);
      if (code === 'Escape') tell(t('settings.kept'));
      else if (isReserved(code)) tell(t('settings.reserved', { key }));
      else if (owner && owner !== slot.action) conflict.value = { ...slot, code, owner };
      else give(slot, code);
    };
    const take = (event: KeyboardEvent): void => {
      const slot = waiting.value;
      if (!slot && event.code !== taken) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.type === 'keyup') taken = '';
      else if (slot && !event.repeat) {
        taken = event.code;
        waiting.value = undefined;
        answer(slot, event);
      }
    };
    return {
      waiting,
      conflict,
      told,
      ask: (slot) => {
        tell('');
        waiting.value = slot;
      },
      stop: () => {
        waiting.value = undefined;
      },
      take,
      give,
      keep: () => tell(t('settings.kept')),
      clear: (code) => {
        changeSettings({ keys: withoutKey(settings.value.keys, code) });
        tell(t('settings.cleared', { key: keyLabel(code) }));
      },
      reset: () => {
        changeSettings({ keys: DEFAULT_KEYS });
        tell(t('settings.restored'));
      },
    };
  }, []);
}
