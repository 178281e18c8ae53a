import { useSignal } from '@preact/signals';
import type { Live } from '../../shared/wire/sessions.ts';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Card } from '../view/card.tsx';
import { huesOf } from '../view/hues.ts';
import { Icon } from '../view/icon.tsx';
import { shareText } from '../view/sharetext.ts';
import type { Organiser } from './organiser.ts';
import { RemoveDialog } from './removedialog.tsx';

export type LiveDriver = Live['drivers'][number];

/** Shown at first; a class is larger. */
const FIRST = 8;

/** Everybody who joined: laps, share of clean ones, what most of their flags are, whether they are here. */
export function DriversCard({ organiser }: { organiser: Organiser }) {
  const { drivers } = organiser.live;
  const all = useSignal(false);
  const leaving = useSignal<LiveDriver | null>(null);
  const hues = huesOf(
    drivers.map(({ driverId }) => driverId),
    null,
  );
  const ordered = inOrder(drivers);
  const shown = all.value ? ordered : ordered.slice(0, FIRST);
  return (
    <Card title={t('session.drivers')} icon="users" aside={drivers.length > 0 ? t('session.lapsClean') : undefined}>
      {drivers.length === 0 ? <p class="note">{t('session.nobody')}</p> : null}
      <ul class="driver-list" data-testid="drivers">
        {shown.map((driver) => (
          <DriverRow
            key={driver.driverId}
            driver={driver}
            hue={hues.get(driver.driverId) ?? 1}
            onRemove={() => {
              leaving.value = driver;
            }}
          />
        ))}
      </ul>
      {drivers.length > FIRST ? (
        <button
          type="button"
          class="button quiet small"
          aria-expanded={all.value}
          onClick={() => {
            all.value = !all.value;
          }}
        >
          {all.value ? t('session.showFewer') : t('session.showMore', { count: drivers.length - FIRST })}
        </button>
      ) : null}
      <RemoveDialog
        organiser={organiser}
        driver={leaving.value}
        onClose={() => {
          leaving.value = null;
        }}
      />
    </Card>
  );
}

/** Who is here first, then by laps; whoever was removed stands last. */
export const inOrder = (drivers: readonly LiveDriver[]): LiveDriver[] => {
  const rank = ({ removed, connected }: LiveDriver): number => (removed ? 2 : connected ? 0 : 1);
  return [...drivers].sort((a, b) => rank(a) - rank(b) || b.progress.laps - a.progress.laps);
};

function DriverRow({ driver, hue, onRemove }: { driver: LiveDriver; hue: number; onRemove: () => void }) {
  const { nickname, progress, removed } = driver;
  return (
    <li class={removed ? 'removed' : ''} data-testid="driver">
      <Badge driver={hue} clone={false} size={20} />
      <span class="driver-name">
        <b>{nickname}</b>
        <small class={driver.connected ? 'here' : ''}>{presence(driver)}</small>
        {driver.flagged > 0 ? (
          <span class="chip warn">
            <Icon name="warning" size={14} />
            {driver.mostlyFlagged
              ? t(`session.flag.${driver.mostlyFlagged}`)
              : t('session.flagged', { count: driver.flagged })}
          </span>
        ) : null}
      </span>
      <span class="number">{progress.laps}</span>
      <span class="share">{progress.laps > 0 ? shareText(progress.cleanLaps / progress.laps) : '–'}</span>
      {removed ? (
        <span class="driver-act" />
      ) : (
        <button
          type="button"
          class="driver-act"
          aria-label={t('session.removeNamed', { name: nickname })}
          title={t('session.removeNamed', { name: nickname })}
          onClick={onRemove}
          data-testid="remove"
        >
          <Icon name="cross" size={18} />
        </button>
      )}
    </li>
  );
}

function presence({ removed, driving, connected, consent }: LiveDriver): string {
  if (removed) return t('session.presence.removed');
  const where = t(`session.presence.${driving ? 'driving' : connected ? 'here' : 'away'}`);
  return consent.recorded ? where : `${where} · ${t('driver.unrecorded')}`;
}
