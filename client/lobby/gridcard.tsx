import { signal } from '@preact/signals';
import { fetchPolicies } from '../connection/api.ts';
import { driver } from '../connection/driver.ts';
import type { RaceWish } from '../connection/raceorder.ts';
import type { PolicyReply } from '../connection/replies.ts';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Card } from '../view/card.tsx';
import { Icon } from '../view/icon.tsx';
import { Segmented } from '../view/segmented.tsx';
import { useFetched } from '../view/usefetched.ts';

const SKILLS = ['sloppy', 'mid', 'fast'] as const;
const HANDS = ['keyboard', 'pad'] as const;
const LAPS = ['1', '3', '5', '10'] as const;
const MOST_RIVALS = 7;

export interface RaceSetup {
  trackId: string;
  laps: number;
  rivals: number;
  skill: (typeof SKILLS)[number];
  /** Policies of this driver that race too. */
  clones: string[];
}

/** What the next race shall be; kept while the page is open. */
export const raceSetup = signal<RaceSetup>({ trackId: 'oval', laps: 3, rivals: 2, skill: 'mid', clones: [] });

export const changeSetup = (part: Partial<RaceSetup>): void => {
  raceSetup.value = { ...raceSetup.value, ...part };
};

/** Scripted rivals with both kinds of hands in turn, then the clones. */
export function gridOf({ rivals, skill, clones }: RaceSetup): NonNullable<RaceWish['grid']> {
  const scripted = Array.from({ length: rivals }, (_, i) => ({
    kind: 'scripted' as const,
    skill,
    hands: HANDS[i % HANDS.length]!,
  }));
  return [...scripted, ...clones.map((id) => ({ kind: 'policy' as const, id }))];
}

/** Laps, and who else is on the grid. */
export function GridCard({ trackId }: { trackId: string }) {
  const { laps, rivals, skill } = raceSetup.value;
  return (
    <Card title={t('lobby.grid')} icon="users" class="grid-card">
      <Segmented
        label={t('lobby.laps')}
        labelled
        options={LAPS.map((value) => ({ value, label: value }))}
        value={String(laps) as (typeof LAPS)[number]}
        onChange={(value) => changeSetup({ laps: Number(value) })}
      />
      <div class="grid-row">
        <span>
          {t('lobby.rivals')}
          <small>{t('lobby.rivalsNote')}</small>
        </span>
        <Stepper
          value={rivals}
          most={MOST_RIVALS}
          label={t('lobby.rivals')}
          onChange={(next) => changeSetup({ rivals: next })}
        />
      </div>
      {rivals > 0 ? (
        <Segmented
          label={t('lobby.skill')}
          labelled
          options={SKILLS.map((value) => ({ value, label: t(`lobby.skills.${value}`) }))}
          value={skill}
          onChange={(value) => changeSetup({ skill: value })}
        />
      ) : null}
      <OwnClones trackId={trackId} />
    </Card>
  );
}

function Stepper(props: { value: number; most: number; label: string; onChange: (value: number) => void }) {
  const { value, most, label, onChange } = props;
  return (
    <fieldset class="stepper" aria-label={label}>
      <button type="button" aria-label={t('lobby.fewer')} disabled={value <= 0} onClick={() => onChange(value - 1)}>
        <Icon name="minus" />
      </button>
      <output class="number">{value}</output>
      <button type="button" aria-label={t('lobby.more')} disabled={value >= most} onClick={() => onChange(value + 1)}>
        <Icon name="plus" />
      </button>
    </fieldset>
  );
}

/** This driver's clones of the chosen track, to be put on the grid. */
function OwnClones({ trackId }: { trackId: string }) {
  const { driverId } = driver.value;
  const { state } = useFetched(driverId && `${driverId} ${trackId}`, (abort) =>
    fetchPolicies({ driver: driverId!, track: trackId }, abort),
  );
  const now = state.value;
  if (driverId === null || now.at !== 'there' || now.value.length === 0) return null;
  const { clones } = raceSetup.value;
  const toggle = (id: string): void =>
    changeSetup({ clones: clones.includes(id) ? clones.filter((other) => other !== id) : [...clones, id] });
  return (
    <fieldset class="own-clones">
      <legend class="caption">{t('lobby.yourClones')}</legend>
      {newest(now.value).map(({ id, manifest }) => (
        <label key={id} class="tick">
          <input type="checkbox" checked={clones.includes(id)} onChange={() => toggle(id)} />
          <Badge driver={1} clone size={20} />
          {t(`lobby.kinds.${manifest.kind}`)}
        </label>
      ))}
    </fieldset>
  );
}

/** The newest copy and the newest coached clone. */
function newest(policies: readonly PolicyReply[]): PolicyReply[] {
  const kinds = ['coached', 'copy'];
  return kinds.flatMap((kind) => policies.find(({ manifest }) => manifest.kind === kind) ?? []);
}
