import { useEffect } from 'preact/hooks';
import { ACTIONS, type Action, KEYS_AN_ACTION } from '../../connection/keys.ts';
import { settings } from '../../connection/settings.ts';
import { t } from '../../locale/locale.ts';
import { Button } from '../../view/button.tsx';
import { type Conflict, type Slot, useKeyGiving } from './keygiving.ts';
import { keyLabel, knowsLayout, readLayout } from './keylabel.ts';

const SLOTS = Array.from({ length: KEYS_AN_ACTION }, (_, slot) => slot);

/** Every key of the race: press one to give it another, as often as wanted; conflicts are asked about. */
export function KeysPart() {
  const giving = useKeyGiving();
  const waiting = giving.waiting.value;
  const conflict = giving.conflict.value;
  useEffect(readLayout, []);
  return (
    <section aria-labelledby="settings-keys" class="settings-keys">
      <h3 id="settings-keys">{t('settings.keys')}</h3>
      <p class="settings-note">{t(knowsLayout() ? 'settings.keysNote' : 'settings.keysNotePlace')}</p>
      <ul onKeyDownCapture={giving.take} onKeyUpCapture={giving.take}>
        {ACTIONS.map((action) => (
          <Row
            key={action}
            action={action}
            waiting={waiting?.action === action ? waiting.slot : undefined}
            onAsk={(slot) => giving.ask({ action, slot })}
            onClear={giving.clear}
            onLeave={giving.stop}
          />
        ))}
      </ul>
      {conflict ? <ConflictBox conflict={conflict} onGive={giving.give} onKeep={giving.keep} /> : null}
      <p class="settings-note" role="status" data-testid="keys-told">
        {giving.told.value}
      </p>
      <Button onClick={giving.reset} testId="keys-reset">
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
