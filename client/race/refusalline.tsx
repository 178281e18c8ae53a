import { useEffect } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import type { HudModel } from './hudmodel.ts';

const SHOWN_MS = 8000;

/** What the server did not grant, in words of this page; gone after a while. */
export function RefusalLine({ hud, kind }: { hud: HudModel; kind: string }) {
  const what = hud.refusal.value;
  useEffect(() => {
    if (!what) return undefined;
    const timer = setTimeout(() => {
      hud.refusal.value = undefined;
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [what]);
  return (
    <div role="alert">
      {what ? (
        <p class={kind} data-testid="refused">
          {t(`race.refused.${what}`)}
        </p>
      ) : null}
    </div>
  );
}
