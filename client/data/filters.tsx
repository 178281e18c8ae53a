import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { CARS } from '../../shared/vehicle/cars.ts';
import { LAP_ORDERS, type LapOrder } from '../../shared/wire/laps.ts';
import { t } from '../locale/locale.ts';
import { Field } from '../view/field.tsx';
import { Icon, type IconName } from '../view/icon.tsx';
import { findDriver, type NamedDriver } from './drivernames.ts';
import { CHIPS, type ChipName, hasChips, isOn, type LapsView, toggled, withoutChips } from './lapsview.ts';
import { useDismiss } from './usedismiss.ts';
import type { Organised } from './useorganised.ts';

interface FiltersProps {
  view: LapsView;
  onView: (view: LapsView) => void;
  drivers: readonly NamedDriver[];
  /** How many laps there are with each chip besides the rest of the view; null while that is not known. */
  counts: Readonly<Partial<Record<ChipName | 'all', number>>>;
  /** Cars, hands, sessions and the like are not asked about inside one dataset. */
  organised: ReadonlyMap<string, Organised> | null;
}

const ICONS: Record<ChipName, IconName> = {
  clean: 'check',
  flagged: 'warning',
  people: 'helmet',
  scripted: 'wheel',
  traffic: 'users',
  leftOut: 'cross',
};

/** What the table is narrowed by, all of it in the page's address too. Chips that no lap fits are left away. */
export function Filters({ view, onView, drivers, counts, organised }: FiltersProps) {
  return (
    <div class="laps-filters">
      <DriverSearch view={view} onView={onView} drivers={drivers} />
      <fieldset class="laps-chips" aria-label={t('data.filters')}>
        <FilterChip
          name={t('data.chip.all')}
          count={counts.all}
          on={!hasChips(view)}
          onClick={() => onView(withoutChips(view))}
          testId="chip-all"
        />
        {CHIPS.map((chip) => (
          <FilterChip
            key={chip}
            name={t(`data.chip.${chip}`)}
            icon={ICONS[chip]}
            count={counts[chip]}
            on={isOn(view, chip)}
            onClick={() => onView(toggled(view, chip))}
            testId={`chip-${chip}`}
          />
        ))}
      </fieldset>
      <MoreFilters view={view} onView={onView} organised={organised} />
    </div>
  );
}

interface FilterChipProps {
  name: string;
  icon?: IconName;
  count: number | undefined;
  on: boolean;
  onClick: () => void;
  testId: string;
}

function FilterChip({ name, icon, count, on, onClick, testId }: FilterChipProps) {
  if (count === 0 && !on) return null;
  return (
    <button
      type="button"
      class={`filter-chip ${on ? 'on' : ''}`}
      aria-pressed={on}
      onClick={onClick}
      data-testid={testId}
    >
      {icon ? <Icon name={icon} size={16} /> : null}
      {name} <span class="number">{count === undefined ? '' : count.toLocaleString()}</span>
    </button>
  );
}

function DriverSearch({ view, onView, drivers }: Pick<FiltersProps, 'view' | 'onView' | 'drivers'>) {
  const list = useId();
  const text = useSignal('');
  const missed = useSignal(false);
  const chosen = drivers.find(({ id }) => id === view.driver)?.name ?? view.driver ?? '';
  useEffect(() => {
    text.value = chosen;
    missed.value = false;
  }, [chosen]);
  const take = (typed: string): void => {
    text.value = typed;
    missed.value = false;
    if (typed.trim() === '' && view.driver !== undefined) onView({ ...view, driver: undefined });
    // A name that was picked from the list is whole at once.
    const whole = drivers.find(({ name }) => name === typed);
    if (whole) onView({ ...view, driver: whole.id });
  };
  const search = (event: Event): void => {
    event.preventDefault();
    const found = findDriver(text.value, drivers);
    missed.value = found === null && text.value.trim() !== '';
    if (found) onView({ ...view, driver: found.id });
  };
  return (
    <form class="driver-search" onSubmit={search}>
      <Icon name="person" size={18} />
      <input
        type="search"
        list={list}
        value={text.value}
        placeholder={t('data.driverSearch')}
        aria-label={t('data.driverSearch')}
        aria-invalid={missed.value}
        data-testid="driver-search"
        onInput={(event) => take(event.currentTarget.value)}
      />
      <datalist id={list}>
        {drivers.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
      {missed.value ? (
        <span class="field-fault" role="status">
          {t('data.noSuchDriver')}
        </span>
      ) : null}
    </form>
  );
}

function MoreFilters({ view, onView, organised }: Pick<FiltersProps, 'view' | 'onView' | 'organised'>) {
  const details = useDismiss();
  const narrowed = [view.car, view.style, view.session, view.min, view.max].filter(
    (value) => value !== undefined,
  ).length;
  return (
    <details class="more-filters" ref={details}>
      <summary class="button small">
        <Icon name="sliders" size={18} />
        {t('data.moreFilters')}
        {narrowed > 0 ? <span class="number">{narrowed}</span> : null}
      </summary>
      <div class="more-filters-box card">
        <Choice
          label={t('data.sort')}
          value={view.order}
          options={LAP_ORDERS.map((order) => [order, t(`data.order.${order}`)])}
          onChange={(order) => onView({ ...view, order: order as LapOrder })}
          testId="order"
        />
        <Choice
          label={t('data.car')}
          value={view.car ?? ''}
          options={[
            ['', t('data.anyCar')],
            ...[...CARS.keys()].map((id): [string, string] => [id, t(`car.${id}.name`)]),
          ]}
          onChange={(car) => onView({ ...view, car: car || undefined })}
        />
        <Choice
          label={t('data.hands')}
          value={view.style ?? ''}
          options={[
            ['', t('data.anyHands')],
            ['keys', t('data.style.keys')],
            ['stick', t('data.style.stick')],
          ]}
          onChange={(style) => onView({ ...view, style: (style || undefined) as LapsView['style'] })}
        />
        {organised && organised.size > 0 ? (
          <Choice
            label={t('data.session')}
            value={view.session ?? ''}
            options={[
              ['', t('data.anySession')],
              ...[...organised.values()].map(({ id, name }): [string, string] => [id, name]),
            ]}
            onChange={(session) => onView({ ...view, session: session || undefined })}
          />
        ) : null}
        <div class="lap-times">
          <Seconds label={t('data.fromSeconds')} ms={view.min} onChange={(min) => onView({ ...view, min })} />
          <Seconds label={t('data.toSeconds')} ms={view.max} onChange={(max) => onView({ ...view, max })} />
        </div>
      </div>
    </details>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChange: (value: string) => void;
  testId?: string;
}

export function Choice({ label, value, options, onChange, testId }: ChoiceProps) {
  return (
    <Field label={label}>
      {(id) => (
        <>
          <select id={id} value={value} data-testid={testId} onChange={(event) => onChange(event.currentTarget.value)}>
            {options.map(([option, text]) => (
              <option key={option} value={option} selected={option === value}>
                {text}
              </option>
            ))}
          </select>
        </>
      )}
    </Field>
  );
}

interface SecondsProps {
  label: string;
  ms: number | undefined;
  onChange: (ms: number | undefined) => void;
}

function Seconds({ label, ms, onChange }: SecondsProps) {
  return (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          type="number"
          inputMode="decimal"
          min={0}
          max={3600}
          step={0.1}
          value={ms === undefined ? '' : ms / 1000}
          onChange={(event) => {
            const seconds = event.currentTarget.valueAsNumber;
            onChange(Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds * 1000) : undefined);
          }}
        />
      )}
    </Field>
  );
}
