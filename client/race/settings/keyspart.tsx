import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import {
  ACTIONS,
  type Action,
  actionOf,
  DEFAULT_KEYS,
  isReserved,
  KEYS_AN_ACTION,
  withKey,
  withoutKey,
} from '../../connection/keys.ts';
import { changeSettings, settings } from '../../connection/settings.ts';
import { t } from '../../locale/locale.ts';
import { Button } from '../../view/button.tsx';
import { keyLabel, knowsLayout, readLayout } from './keylabel.ts';

/** A place that waits for a key. */
interface Slot {
  action: Action;
  slot: number;
}

/** A key that somebody wants here and that does something else so far. */
interface Conflict extends Slot {
  code: string;
  owner: Action;
}

const SLOTS = Array.from({ length: KEYS_AN_ACTION }, (_, slot) => slot);

/** Every key of the race: press one to give it another, as often as wanted; conflicts are asked about. */
export function KeysPart() {
  const waiting = useSignal<Slot | undefined>(undefined);
  const conflict = useSignal<Conflict | undefined>(undefined);
  const told = useSignal('');
  useEffect(readLayout, []);
  const give = ({ action, slot }: Slot, code: string): void => {
    changeSettings({ keys: withKey(settings.value.keys, action, slot, code) });
    conflict.value = undefined;
    told.value = t('settings.given', { key: keyLabel(code), action: t(`settings.actions.${action}`) });
  };
  const take = (event: KeyboardEvent): void => {
    const slot = waiting.value;
    if (!slot) return;
    // The key is the answer: it must not press, move or close anything.
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    waiting.value = undefined;
    if (event.code === 'Escape') told.value = t('settings.kept');
    else if (isReserved(event.code)) told.value = t('settings.reserved', { key: event.key });
    else {
      const owner = actionOf(settings.value.keys, event.code);
      if (owner && owner !== slot.action) conflict.value = { ...slot, code: event.code, owner };
      else give(slot, event.code);
    }
  };
  const ask = (slot: Slot): void => {
    conflict.value = undefined;
    told.value = '';
    waiting.value = slot;
  };
  const clear = (code: string): void => {
    changeSettings({ keys: withoutKey(settings.value.keys, code) });
    told.value = t('settings.cleared', { key: keyLabel(code) });
  };
  return (
    <section aria-labelledby="settings-keys" class="settings-keys">
      <h3 id="settings-keys">{t('settings.keys')}</h3>
      <p class="settings-note">{t(knowsLayout() ? 'settings.keysNote' : 'settings.keysNotePlace')}</p>
      <ul onKeyDownCapture={take}>
        {ACTIONS.map((action) => (
          <Row
            key={action}
            action={action}
            waiting={waiting.value?.action === action ? waiting.value.slot : undefined}
            onAsk={(slot) => ask({ action, slot })}
            onClear={clear}
            onLeave={() => {
              waiting.value = undefined;
            }}
          />
        ))}
      </ul>
      {conflict.value ? (
        <ConflictBox
          conflict={conflict.value}
          onGive={give}
          onKeep={() => {
            conflict.value = undefined;
            told.value = t('settings.kept');
          }}
        />
      ) : null}
      <p class="settings-note" role="status" data-testid="keys-told">
        {told.value}
      </p>
      <Button onClick={() => changeSettings({ keys: DEFAULT_KEYS })} testId="keys-reset">
        {t('settings.reset')}
      </Button>
    </section>
  );
}

interface RowProps {
  action: Action;
  /** The slot that waits for a key. */
  waiting: number | undefined;
  onAsk: (slot: number) => void;
  onClear: (code: string) => void;
  onLeave: () => void;
}

function Row({ action, waiting, onAsk, onClear, onLeave }: RowProps) {
  const keys = settings.value.keys[action];
  const name = t(`settings.actions.${action}`);
  const second = keys[1];
  return (
    <li>
      <span>
        {name}
        {keys.length === 0 ? <b class="settings-none">{t('settings.noKey')}</b> : null}
      </span>
      {SLOTS.map((slot) => {
        const code = keys[slot];
        const label = code === undefined ? t('settings.noKey') : keyLabel(code);
        return (
          <button
            key={slot}
            type="button"
            class={waiting === slot ? 'key waiting' : 'key'}
            aria-label={t('settings.keyOf', { action: name, number: slot + 1, key: label })}
            data-testid={`key-${action}-${slot}`}
            onClick={() => onAsk(slot)}
            onBlur={onLeave}
          >
            {waiting === slot ? t('settings.press') : code === undefined ? '+' : label}
          </button>
        );
      })}
      <button
        type="button"
        class="key clear"
        disabled={second === undefined}
        aria-label={t('settings.clear', { action: name })}
        onClick={() => second && onClear(second)}
      >
        ×
      </button>
    </li>
  );
}

function ConflictBox(props: { conflict: Conflict; onGive: (slot: Slot, code: string) => void; onKeep: () => void }) {
  const { conflict, onGive, onKeep } = props;
  const { code, owner, action } = conflict;
  return (
    <div class="settings-conflict" role="alert" data-testid="key-conflict">
      <p>
        {t('settings.conflict', {
          key: keyLabel(code),
          owner: t(`settings.actions.${owner}`),
          action: t(`settings.actions.${action}`),
        })}
      </p>
      <div class="buttons">
        <Button kind="primary" onClick={() => onGive(conflict, code)} testId="key-move">
          {t('settings.move')}
        </Button>
        <Button onClick={onKeep} testId="key-keep">
          {t('settings.keep')}
        </Button>
      </div>
    </div>
  );
}
