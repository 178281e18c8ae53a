import { t } from '../locale/locale.ts';
import type { DraftField, SessionDraft } from './draft.ts';
import { TextField } from './fields.tsx';
import type { Change } from './openform.tsx';

/** What a session may want besides clean laps. */
export function GoalFields(props: { draft: SessionDraft; wrong: readonly DraftField[]; change: Change }) {
  const { draft, wrong, change } = props;
  const more = (['drivers', 'styles', 'coverage', 'laps'] as const).some((field) => wrong.includes(field));
  const fault = (field: DraftField): string => (wrong.includes(field) ? t(`sessions.wrong.${field}`) : '');
  return (
    <details class="session-more" open={more || undefined}>
      <summary>{t('sessions.moreGoals')}</summary>
      <div class="session-goal-more">
        <TextField
          number
          label={t('sessions.drivers')}
          value={draft.drivers}
          fault={fault('drivers')}
          placeholder={t('sessions.any')}
          onChange={(drivers) => change({ drivers })}
        />
        <TextField
          number
          label={t('sessions.keys')}
          value={draft.keys}
          fault={fault('styles')}
          placeholder={t('sessions.any')}
          onChange={(keys) => change({ keys })}
        />
        <TextField
          number
          label={t('sessions.stick')}
          value={draft.stick}
          fault=""
          placeholder={t('sessions.any')}
          onChange={(stick) => change({ stick })}
        />
        <TextField
          number
          label={t('sessions.coverage')}
          unit="%"
          value={draft.coverage}
          fault={fault('coverage')}
          placeholder={t('sessions.any')}
          onChange={(coverage) => change({ coverage })}
        />
        <TextField
          number
          label={t('sessions.laps')}
          value={draft.laps}
          fault={fault('laps')}
          onChange={(laps) => change({ laps })}
          testId="session-laps"
        />
      </div>
      <p class="caption">{t('sessions.goalMeans')}</p>
    </details>
  );
}
