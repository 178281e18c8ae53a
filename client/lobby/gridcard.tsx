import { driver } from '../connection/driver.ts';
import { LAP_CHOICES, MAX_RIVALS, SKILLS } from '../connection/lineup.ts';
import type { PolicyReply } from '../connection/replies.ts';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Card } from '../view/card.tsx';
import { Chip } from '../view/chip.tsx';
import { Segmented } from '../view/segmented.tsx';
import { Stepper } from '../view/stepper.tsx';
import { GhostChoice } from './ghostchoice.tsx';
import { joining, letJoin, wish, wishFor } from './wish.ts';

/** Rivals wear the hues after the driver's own. */
const FIRST_RIVAL = 2;
const HUES_FOR_RIVALS = 6;

interface GridProps {
  /** The driver's own, of the chosen track and car. */
  clones: readonly PolicyReply[];
  /** The grid fills itself, with people first. */
  fills: boolean;
}

/** Laps, and who is on the grid: the driver, their own clones of this track and car, and scripted rivals. */
export function GridCard({ clones, fills }: GridProps) {
  const { laps } = wish.value;
  const joined = fills ? 0 : clones.filter(({ id }) => joining.value.includes(id)).length;
  const aside = (
    <>
      <Chip icon="helmet">{t('grid.people', { count: 1 })}</Chip>
      {joined > 0 ? (
        <Chip tone="outlined" icon="clone">
          {t('grid.clones', { count: joined })}
        </Chip>
      ) : null}
    </>
  );
  return (
    <Card title={t('grid.title')} icon="users" aside={fills ? null : aside} class="grid-card">
      <Segmented
        label={t('grid.laps')}
        labelled
        options={LAP_CHOICES.map((value) => ({ value, label: value }))}
        value={String(laps) as (typeof LAP_CHOICES)[number]}
        onChange={(value) => wishFor({ laps: Number(value) })}
      />
      {fills ? <p class="note">{t('grid.fills')}</p> : <Chosen clones={clones} />}
    </Card>
  );
}

/** How many rivals, how good they are, and everybody by name. */
function Chosen({ clones }: { clones: readonly PolicyReply[] }) {
  const { rivals, skill } = wish.value;
  return (
    <>
      <div class="grid-row">
        <span>{t('grid.rivals')}</span>
        <Stepper
          words={{ label: t('grid.rivals'), fewer: t('grid.fewer'), more: t('grid.more') }}
          value={rivals}
          most={MAX_RIVALS}
          testId="rivals"
          onChange={(next) => wishFor({ rivals: next })}
        />
      </div>
      {rivals > 0 ? (
        <Segmented
          label={t('grid.skill')}
          labelled
          options={SKILLS.map((value) => ({ value, label: t(`grid.skills.${value}`) }))}
          value={skill}
          onChange={(value) => wishFor({ skill: value })}
        />
      ) : null}
      <GhostChoice />
      <LineUp clones={clones} rivals={rivals} />
    </>
  );
}

/** Everybody by sign and name; own clones join and leave by a tick, scripted rivals say what they are. */
function LineUp({ clones, rivals }: { clones: readonly PolicyReply[]; rivals: number }) {
  return (
    <ul class="line-up">
      <li>
        <Badge driver={1} clone={false} size={22} />
        <b>{driver.value.name || t('grid.you')}</b>
      </li>
      {clones.map(({ id, manifest }) => {
        const name = t(`grid.own.${manifest.kind}`);
        return (
          <li key={id}>
            <label>
              <Badge driver={1} clone size={22} />
              <b>{name}</b>
              <input
                type="checkbox"
                aria-label={t('grid.join', { clone: name })}
                checked={joining.value.includes(id)}
                onChange={(event) => letJoin(id, event.currentTarget.checked)}
              />
            </label>
          </li>
        );
      })}
      {Array.from({ length: rivals }, (_, i) => (
        <li key={`rival ${i}`}>
          <Badge driver={FIRST_RIVAL + (i % HUES_FOR_RIVALS)} clone={false} size={22} />
          <b>{t('grid.scripted', { number: i + 1 })}</b>
          <small>{t(i % 2 === 0 ? 'grid.hands.keyboard' : 'grid.hands.pad')}</small>
        </li>
      ))}
    </ul>
  );
}
