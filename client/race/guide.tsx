import { effect, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { settings } from '../connection/settings.ts';
import { recall, remember } from '../connection/storage.ts';
import { t } from '../locale/locale.ts';
import { Icon } from '../view/icon.tsx';
import { gamepad } from './gamepad.ts';
import './guide.css';
import { GuideSteps, readSteps, STEPS, type Step } from './guidesteps.ts';
import type { HudModel } from './hudmodel.ts';
import { keyLabel } from './settings/keylabel.ts';

const KEY = 'mimic-gp-guide';
/** Between two looks at the hands; a longer pause counts as this. */
const MOST_PASSED = 0.2;

/** What this browser's drivers have done so far; the guide is over when that is every step. */
const learnt = signal<readonly Step[]>(readSteps(recall(KEY)));

function learn(steps: readonly Step[]): void {
  learnt.value = steps;
  remember(KEY, steps);
}

/** The first minute: one short step at a time, gone once it is done. */
export function Guide({ hud }: { hud: HudModel }) {
  useEffect(() => watchHands(hud), [hud]);
  const step = STEPS.find((each) => !learnt.value.includes(each));
  const phase = hud.phase.value;
  if (step === undefined || (phase !== 'countdown' && phase !== 'racing')) return null;
  return (
    <section class="race-panel race-guide" aria-label={t('guide.title')} data-testid="guide" data-step={step}>
      <span class="race-guide-count">
        {STEPS.indexOf(step) + 1}/{STEPS.length}
      </span>
      <p role="status">{textOf(step, hud)}</p>
      <button type="button" aria-label={t('guide.skip')} title={t('guide.skip')} onClick={() => learn(STEPS)}>
        <Icon name="cross" />
      </button>
    </section>
  );
}

/** Follow the hands as the HUD shows them, until every step is done. */
function watchHands(hud: HudModel): () => void {
  const steps = new GuideSteps(learnt.peek());
  let last = performance.now();
  return effect(() => {
    const driving = {
      steer: hud.steer.value,
      pedal: hud.pedal.value,
      speed: hud.speed.value,
      laps: Number(hud.lastMs.value > 0),
    };
    const now = performance.now();
    const passed = Math.min(MOST_PASSED, (now - last) / 1000);
    last = now;
    if (hud.phase.peek() !== 'racing' || steps.next === undefined) return;
    const before = steps.done.size;
    steps.note(driving, passed);
    if (steps.done.size > before) learn([...steps.done]);
  });
}

function textOf(step: Step, hud: HudModel): string {
  if (step === 'lap') return t(hud.recorded.value ? 'guide.lap' : 'guide.lapUnrecorded');
  const { keys } = settings.value;
  const [left, right, brake] = [keys.left, keys.right, keys.brake].map(([code]) => (code ? keyLabel(code) : '–'));
  return t(`guide.${step}.${hands()}`, { left, right, brake });
}

/** What the driver seems to drive with. */
function hands(): 'keys' | 'touch' | 'pad' {
  const pad = gamepad();
  if (pad && pad !== 'absent') return 'pad';
  return matchMedia('(pointer: coarse)').matches ? 'touch' : 'keys';
}
