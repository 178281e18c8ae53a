import type { PolicyReply } from '../connection/replies.ts';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Card } from '../view/card.tsx';
import { Icon } from '../view/icon.tsx';
import { Segmented } from '../view/segmented.tsx';
import { joining, LAP_CHOICES, letJoin, MAX_RIVALS, SKILLS, wish, wishFor } from './wish.ts';

/** Laps, and who else is on the grid: scripted rivals, and the driver's own clones of this track. */
export function GridCard({ clones }: { clones: readonly PolicyReply[] }) {
  const { laps, rivals, skill } = wish.value;
  return (
    <Card title={t('lobby.grid')} icon="users" class="grid-card">
      <Segmented
        label={t('lobby.laps')}
        labelled
        options={LAP_CHOICES.map((value) => ({ value, label: value }))}
        value={String(laps) as (typeof LAP_CHOICES)[number]}
        onChange={(value) => wishFor({ laps: Number(value) })}
      />
      <div class="grid-row">
        <span>
          {t('lobby.rivals')}
          <small>{t('lobby.rivalsNote')}</small>
        </span>
        <Stepper value={rivals} onChange={(next) => wishFor({ rivals: next })} />
      </div>
      {rivals > 0 ? (
        <Segmented
          label={t('lobby.skill')}
          labelled
          options={SKILLS.map((value) => ({ value, label: t(`lobby.skills.${value}`) }))}
          value={skill}
          onChange={(value) => wishFor({ skill: value })}
        />
      ) : null}
      {clones.length > 0 ? <OwnClones clones={clones} /> : null}
    </Card>
  );
}

function Stepper({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  return (
    <fieldset class="stepper" aria-label={t('lobby.rivals')}>
      <button type="button" aria-label={t('lobby.fewer')} disabled={value <= 0} onClick={() => onChange(value - 1)}>
        <Icon name="minus" />
      </button>
      <output class="number" data-testid="rivals">
        {value}
      </output>
      <button
        type="button"
        aria-label={t('lobby.more')}
        disabled={value >= MAX_RIVALS}
        onClick={() => onChange(value + 1)}
      >
        <Icon name="plus" />
      </button>
    </fieldset>
  );
}

function OwnClones({ clones }: { clones: readonly PolicyReply[] }) {
  return (
    <fieldset class="own-clones">
      <legend class="caption">{t('lobby.yourClones')}</legend>
      {clones.map(({ id, manifest }) => (
        <label key={id} class="tick">
          <input
            type="checkbox"
            checked={joining.value.includes(id)}
            onChange={(event) => letJoin(id, event.currentTarget.checked)}
          />
          <Badge driver={1} clone size={20} />
          {t(`lobby.kinds.${manifest.kind}`)}
        </label>
      ))}
    </fieldset>
  );
}
