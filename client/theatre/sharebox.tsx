import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import type { Film } from './film.ts';
import { pathOf } from './sharelink.ts';

/** Copies the address of the moment. Without a clipboard (plain http, or forbidden) the address stands there, selected. */
export function ShareBox({ film }: { film: Film }) {
  const link = useSignal('');
  const copied = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const share = async (): Promise<void> => {
    const { replay, head, followed } = film;
    const car = replay.cars[followed.value]!.id;
    link.value =
      location.origin + pathOf({ race: replay.header.raceId, tick: Math.floor(head.tick), car, speed: head.speed });
    try {
      await navigator.clipboard.writeText(link.value);
      copied.value = true;
    } catch {
      copied.value = false;
      // The field is drawn first.
      setTimeout(() => {
        field.current?.focus();
        field.current?.select();
      });
    }
  };
  return (
    <div class="theatre-share">
      <Button icon="share" onClick={() => void share()} testId="share">
        {t('theatre.share')}
      </Button>
      {link.value === '' ? null : (
        <div class="theatre-link">
          <input
            ref={field}
            type="text"
            readOnly
            aria-label={t('theatre.link')}
            value={link.value}
            data-testid="share-link"
            onFocus={(event) => event.currentTarget.select()}
          />
          <p>
            <span class="caption">{t(copied.value ? 'theatre.copied' : 'theatre.selected')}</span>
            <Button
              size="small"
              kind="quiet"
              onClick={() => {
                link.value = '';
              }}
            >
              {t('theatre.closeLink')}
            </Button>
          </p>
        </div>
      )}
      <span class="visually-hidden" role="status" data-testid="share-told">
        {link.value === '' ? '' : t(copied.value ? 'theatre.copied' : 'theatre.selected')}
      </span>
    </div>
  );
}
