import { effect, signal, useComputed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Action } from '../connection/keys.ts';
import { settings } from '../connection/settings.ts';
import { recall, remember } from '../connection/storage.ts';
import { t } from '../locale/locale.ts';
import { onAction } from './bindings.ts';
import type { HudModel } from './hudmodel.ts';
import { isSolo } from './restart.ts';
import { keyLabel, readLayout } from './settings/keylabel.ts';

const KEY = 'mimic-gp-keys-seen';

/** On until the first lap of the first race is done; its key hides it and brings it back. */
const shown = signal(recall(KEY) !== true);

const show = (on: boolean): void => {
  shown.value = on;
  remember(KEY, !on);
};

/** Which key does what, for the first minute. Thumbs have labelled controls instead. */
export function KeyLegend({ hud }: { hud: HudModel }) {
  useEffect(() => {
    readLayout();
    const deaf = onAction('legend', () => show(!shown.peek()));
    // Opened again later in a race, it stays until it is closed.
    let learnt = hud.lastMs.peek() > 0;
    const stop = effect(() => {
      if (learnt || hud.lastMs.value === 0) return;
      learnt = true;
      show(false);
    });
    return () => {
      stop();
      deaf();
    };
  }, [hud]);
  const solo = useComputed(() => isSolo(hud.standings.value));
  const off = !shown.value;
  return (
    <section class={`race-panel race-keys ${off ? 'off' : ''}`} aria-label={t('race.keysTitle')} aria-hidden={off}>
      <Row of={['left', 'right']} text={t('race.steer')} />
      <Row of={['throttle']} text={t('race.throttle')} />
      <Row of={['brake']} text={t('race.brake')} />
      <Row of={['respawn']} text={t('race.keyRespawn')} />
      {hud.ridden.value ? <Row of={['wheel']} text={t('race.ride.take')} /> : null}
      {solo.value ? <Row of={['restart']} text={t('race.keyRestart')} /> : null}
      <Row of={['camera']} text={t('settings.actions.camera')} />
      <Row of={['settings']} text={t('settings.title')} />
      <Row of={['legend']} text={t('race.keyHide')} />
    </section>
  );
}

/** The first key of each action; an action without a key has no row. */
function Row({ of, text }: { of: readonly Action[]; text: string }) {
  const keys = of.flatMap((action) => settings.value.keys[action].slice(0, 1));
  if (keys.length === 0) return null;
  return (
    <p>
      <span>
        {keys.map((key) => (
          <kbd key={key}>{keyLabel(key)}</kbd>
        ))}
      </span>
      {text}
    </p>
  );
}
