import { useSignal } from '@preact/signals';
import { useLocation } from 'wouter-preact';
import { driverToken } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { keepSession, organiserPath } from '../connection/openedsessions.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { openSession } from '../connection/sessions.ts';
import { language, t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { ConsentWords } from './consentwords.tsx';
import { type DraftField, requestOf, type SessionDraft, usualDraft } from './draft.ts';
import { TextField } from './fields.tsx';
import { GoalFields } from './goalfields.tsx';
import { TemplateFields } from './templatefields.tsx';
import { TrackChoice } from './trackchoice.tsx';

/** One part of the draft is changed at a time. */
export type Change = (part: Partial<SessionDraft>) => void;

/** Opens a session: as it stands with one click, or with more said about it. */
export function OpenForm({ tracks }: { tracks: readonly TrackSummary[] }) {
  const [, go] = useLocation();
  const draft = useSignal<SessionDraft>(usualDraft(usualName()));
  const wrong = useSignal<readonly DraftField[]>([]);
  const fault = useSignal('');
  const busy = useSignal(false);
  const change: Change = (part) => {
    draft.value = { ...draft.value, ...part };
    if (wrong.value.length > 0) wrong.value = wrongIn(draft.value);
  };
  const open = async (): Promise<void> => {
    fault.value = '';
    const wish = requestOf(draft.value);
    if ('wrong' in wish) {
      wrong.value = wish.wrong;
      // The field may stand in a part that is folded away, which the next picture unfolds.
      setTimeout(() => document.querySelector<HTMLElement>('.open-form [aria-invalid=true]')?.focus());
      return;
    }
    busy.value = true;
    try {
      const { code, organiserToken } = await openSession(await driverToken(), wish.request);
      const { name } = wish.request;
      keepSession({ code, token: organiserToken, name, openedAt: new Date().toISOString() });
      go(organiserPath(code, organiserToken));
    } catch (error) {
      fault.value = faultText(error);
      busy.value = false;
    }
  };
  const common = { draft: draft.value, wrong: wrong.value, change };
  return (
    <Card title={t('sessions.open')} icon="users">
      <form
        class="open-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy.value) void open();
        }}
      >
        <First {...common} />
        <TrackChoice tracks={tracks} {...common} />
        <GoalFields {...common} />
        <TemplateFields {...common} />
        <ConsentWords {...common} />
        {fault.value ? (
          <p role="alert" class="field-fault">
            {fault.value}
          </p>
        ) : null}
        <div class="open-now">
          <button type="submit" class="button primary" disabled={busy.value} data-testid="open-session">
            {t('sessions.openNow')}
          </button>
          <p class="caption">{t('sessions.secretNext')}</p>
        </div>
      </form>
    </Card>
  );
}

/** What there must be. */
function First({ draft, wrong, change }: { draft: SessionDraft; wrong: readonly DraftField[]; change: Change }) {
  return (
    <div class="open-first">
      <TextField
        label={t('sessions.name')}
        value={draft.name}
        fault={wrong.includes('name') ? t('sessions.wrong.name') : ''}
        onChange={(name) => change({ name })}
        testId="session-name"
      />
      <TextField
        number
        label={t('sessions.cleanLaps')}
        value={draft.cleanLaps}
        fault={wrong.includes('cleanLaps') ? t('sessions.wrong.cleanLaps') : ''}
        onChange={(cleanLaps) => change({ cleanLaps })}
        testId="session-clean-laps"
      />
    </div>
  );
}

function wrongIn(draft: SessionDraft): readonly DraftField[] {
  const wish = requestOf(draft);
  return 'wrong' in wish ? wish.wrong : [];
}

/** Named by the day, so that nobody has to think of one. */
const usualName = (): string =>
  t('sessions.usualName', {
    day: new Date().toLocaleDateString(language.value, { day: 'numeric', month: 'long' }),
  });
