import { useEffect, useRef } from 'preact/hooks';
import type { RoomFailure } from '../connection/room.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { sessionCode } from './collecting.ts';

/** Trying again would not help. */
const HOPELESS: readonly RoomFailure[] = ['unknown', 'begun', 'kicked', 'removed', 'erased'];

/** The race could not be entered or went away: what happened, and the one next step that helps. */
export function Failure(props: {
  failure: RoomFailure;
  detail: string;
  onRetry: () => void;
  /** Where the race that has begun is known by its code. */
  onWatch: (() => void) | undefined;
  onLobby: () => void;
}) {
  const { failure, detail, onRetry, onWatch, onLobby } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const reload = failure === 'version';
  const watches = failure === 'begun' && onWatch !== undefined;
  const hopeless = HOPELESS.includes(failure);
  return (
    <div class="race-failure" role="alert" data-failure={failure}>
      <h1 ref={heading} tabIndex={-1}>
        {t(`race.failure.${failure}.title`)}
      </h1>
      <p>{t(`race.failure.${failure}.body`)}</p>
      {failure === 'refused' && detail ? <p class="race-detail">{detail}</p> : null}
      <div>
        {hopeless ? null : (
          <Button kind="primary" onClick={reload ? () => location.reload() : onRetry}>
            {t(reload ? 'race.failure.reload' : 'race.failure.retry')}
          </Button>
        )}
        {watches ? (
          <Button kind="primary" onClick={onWatch} testId="watch">
            {t('race.watch.go')}
          </Button>
        ) : null}
        <Button kind={hopeless && !watches ? 'primary' : 'outlined'} onClick={onLobby} testId="failure-lobby">
          {t(sessionCode() === undefined ? 'race.lobby' : 'race.session.back')}
        </Button>
      </div>
    </div>
  );
}
