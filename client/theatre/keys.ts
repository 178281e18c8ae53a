import { useEffect } from 'preact/hooks';
import { TICK_HZ } from '../../shared/units/units.ts';
import type { Film } from './film.ts';
import { SPEEDS } from './playhead.ts';
import { orderAt } from './timeline.ts';

/** Keys of the theatre, while nothing that is focused has its own use for them. */
export function useKeys(film: Film): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTaken(event) || document.querySelector('dialog[open]')) return;
      const act = actionOf(film, event);
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [film]);
}

/** A text field takes all keys; a button or link its own; the time bar moves by arrows, and says so itself. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('textarea, select, input:not([type=range], [type=radio])')) return true;
  if (target.matches('input[type=radio]')) return key.startsWith('Arrow') || key === ' ';
  return target.matches('button, a, summary') && (key === ' ' || key === 'Enter');
}

function actionOf(film: Film, { key, shiftKey }: KeyboardEvent): (() => void) | undefined {
  const ticks = shiftKey ? TICK_HZ : 1;
  const actions: Record<string, () => void> = {
    ' ': () => film.toggle(),
    ArrowLeft: () => film.step(-ticks),
    ArrowRight: () => film.step(ticks),
    Home: () => film.go(0),
    End: () => film.go(film.replay.ticks),
    '-': () => faster(film, -1),
    '+': () => faster(film, 1),
    '=': () => faster(film, 1),
    '[': () => nextCar(film, -1),
    ']': () => nextCar(film, 1),
    '0': () => {
      film.whole.value = !film.whole.value;
    },
  };
  if (/^[1-9]$/.test(key)) return () => film.followPlace(Number(key) - 1);
  return Object.hasOwn(actions, key) ? actions[key] : undefined;
}

function faster(film: Film, by: 1 | -1): void {
  const at = SPEEDS.indexOf(film.head.speed) + by;
  film.setSpeed(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at))]!);
}

/** The camera goes to the car that is one place further back or ahead. */
function nextCar(film: Film, by: 1 | -1): void {
  const order = orderAt(film.replay, film.head.tick);
  const place = order.indexOf(film.followed.value) + by;
  film.followPlace((place + order.length) % order.length);
}
