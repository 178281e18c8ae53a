import { t } from '../locale/locale.ts';
import type { HudModel } from './hudmodel.ts';
import './cue.css';

/** What the board ahead tells, as an arrow and a word, while the board can be read; said to a screen reader too. */
export function CueSign({ hud }: { hud: HudModel }) {
  const side = hud.cue.value;
  const words = side ? t(side === 'left' ? 'cue.left' : 'cue.right') : '';
  return (
    <>
      {side ? (
        <div class="cue-sign" data-testid="cue" data-side={side} aria-hidden="true">
          <svg viewBox="0 0 48 32" class={side} aria-hidden="true">
            <path d="M44 16H6M18 4 6 16l12 12" />
          </svg>
          {words}
        </div>
      ) : null}
      <div class="race-live" aria-live="assertive">
        {words}
      </div>
    </>
  );
}
