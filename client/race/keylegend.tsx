import { effect, signal, useComputed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { recall, remember } from '../connection/storage.ts';
import { t } from '../locale/locale.ts';
import type { HudModel } from './hudmodel.ts';
import { isSolo } from './restart.ts';

const KEY = 'mimic-gp-keys-seen';

/** On until the first lap of the first race is done; H hides it and brings it back. */
const shown = signal(recall(KEY) !== true);

const show = (on: boolean): void => {
  shown.value = on;
  remember(KEY, !on);
};

/** Which key does what, for the first minute. Thumbs have labelled controls instead. */
export function KeyLegend({ hud }: { hud: HudModel }) {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.code === 'KeyH' && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey)
        show(!shown.peek());
    };
    window.addEventListener('keydown', pressed);
    // Opened again with H later in a race, it stays until H.
    let learnt = hud.lastMs.peek() > 0;
    const stop = effect(() => {
      if (learnt || hud.lastMs.value === 0) return;
      learnt = true;
      show(false);
    });
    return () => {
      stop();
      window.removeEventListener('keydown', pressed);
    };
  }, [hud]);
  const solo = useComputed(() => isSolo(hud.standings.value));
  const off = !shown.value;
  return (
    <section class={`race-panel race-keys ${off ? 'off' : ''}`} aria-label={t('race.keysTitle')} aria-hidden={off}>
      <Row keys={['←', '→']} text={t('race.steer')} />
      <Row keys={['↑']} text={t('race.throttle')} />
      <Row keys={['↓']} text={t('race.brake')} />
      <Row keys={['R']} text={t('race.keyRespawn')} />
      {solo.value ? <Row keys={['⌫']} text={t('race.keyRestart')} /> : null}
      <Row keys={['H']} text={t('race.keyHide')} />
    </section>
  );
}

function Row({ keys, text }: { keys: readonly string[]; text: string }) {
  return (
    <p>
      <span>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </span>
      {text}
    </p>
  );
}
