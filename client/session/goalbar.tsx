import type { Goal, Progress } from '../../shared/wire/sessions.ts';
import { t } from '../locale/locale.ts';
import { Icon } from '../view/icon.tsx';
import { shareText } from '../view/sharetext.ts';
import type { Organiser } from './organiser.ts';

/** One part of the goal: how much of it there is. */
export interface GoalPart {
  name: 'cleanLaps' | 'drivers' | 'keys' | 'stick' | 'coverage';
  have: number;
  want: number;
}

/** The parts that were asked for, clean laps first. */
export function goalParts(goal: Goal, progress: Progress): GoalPart[] {
  const parts: (GoalPart | null)[] = [
    { name: 'cleanLaps', have: progress.cleanLaps, want: goal.cleanLaps },
    goal.drivers ? { name: 'drivers', have: progress.drivers, want: goal.drivers } : null,
    goal.styles?.keys ? { name: 'keys', have: progress.styles.keys, want: goal.styles.keys } : null,
    goal.styles?.stick ? { name: 'stick', have: progress.styles.stick, want: goal.styles.stick } : null,
    goal.coverage ? { name: 'coverage', have: progress.coverage, want: goal.coverage } : null,
  ];
  return parts.filter((part) => part !== null);
}

/** The spine of the page: how far each part of the goal has come. The kerb stripe runs while laps are coming in. */
export function GoalBar({ organiser }: { organiser: Organiser }) {
  const { session, drivers } = organiser.live;
  const running = session.status === 'open' && drivers.some(({ driving }) => driving);
  return (
    <ul
      class="goal-bar"
      aria-label={t('session.goal.title')}
      data-testid="goal"
      data-reached={session.progress.reached}
    >
      {goalParts(session.goal, session.progress).map((part, k) => (
        <GoalCell key={part.name} part={part} first={k === 0} live={running && k === 0} />
      ))}
    </ul>
  );
}

function GoalCell({ part, first, live }: { part: GoalPart; first: boolean; live: boolean }) {
  const reached = part.have >= part.want;
  const share = Math.min(1, part.have / part.want);
  const text = (value: number): string =>
    part.name === 'coverage' ? shareText(value) : value.toLocaleString('en').replaceAll(',', ' ');
  return (
    <li class={`goal-cell ${first && !reached ? 'now' : ''}`}>
      <b>{t(`session.goal.${part.name}`)}</b>
      {reached ? <Icon name="check" size={20} /> : null}
      <span class="goal-count">{t('session.goal.of', { have: text(part.have), want: text(part.want) })}</span>
      <div class={`goal-track ${live && !reached ? 'live' : ''}`}>
        <i style={{ width: `${share * 100}%` }} />
      </div>
    </li>
  );
}
