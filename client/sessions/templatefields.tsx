import { t } from '../locale/locale.ts';
import { Segmented } from '../view/segmented.tsx';
import type { DraftField, SessionDraft } from './draft.ts';
import { Tick } from './fields.tsx';
import type { Change } from './openform.tsx';

/** For whom: anybody, or a class, which brings generated nicknames, a private session and guardians' consent. */
export function TemplateFields(props: { draft: SessionDraft; wrong: readonly DraftField[]; change: Change }) {
  const { draft, wrong, change } = props;
  const isClass = draft.template === 'class';
  return (
    <div class="session-template">
      <Segmented
        label={t('sessions.template')}
        labelled
        options={(['open', 'class'] as const).map((value) => ({ value, label: t(`sessions.templates.${value}`) }))}
        value={draft.template}
        onChange={(template) => change({ template, guardians: false })}
      />
      <p class="note" role="status">
        {t(isClass ? 'sessions.classMeans' : 'sessions.openMeans')}
      </p>
      {isClass ? (
        <>
          <Tick
            text={t('sessions.guardians')}
            on={draft.guardians}
            wrong={wrong.includes('guardians')}
            onChange={(guardians) => change({ guardians })}
            testId="guardians"
          />
          {wrong.includes('guardians') ? (
            <p class="field-fault" role="alert">
              {t('sessions.wrong.guardians')}
            </p>
          ) : null}
          <p class="caption">{t('sessions.letterNext')}</p>
        </>
      ) : (
        <>
          <Segmented
            label={t('sessions.nicknames')}
            labelled
            options={(['own', 'generated'] as const).map((value) => ({
              value,
              label: t(`sessions.nicknamesBy.${value}`),
            }))}
            value={draft.nicknames}
            onChange={(nicknames) => change({ nicknames })}
          />
          <Tick
            text={t('sessions.private')}
            on={draft.private}
            onChange={(on) => change({ private: on })}
            testId="session-private"
          />
        </>
      )}
    </div>
  );
}
