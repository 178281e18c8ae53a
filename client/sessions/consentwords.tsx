import { useId } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import type { SessionDraft } from './draft.ts';
import type { Change } from './openform.tsx';

const MOST_CHARACTERS = 4000;

/** The organiser's own words before people join, in either language or both; the standard text stands before them. */
export function ConsentWords({ draft, change }: { draft: SessionDraft; change: Change }) {
  const field = useId();
  return (
    <details class="session-consent">
      <summary>{t('sessions.consent')}</summary>
      <p class="note">{t('sessions.consentMeans')}</p>
      {(['en', 'ko'] as const).map((lang) => (
        <div class="field" key={lang}>
          <label class="caption" for={`${field}${lang}`}>
            {t(`sessions.consentIn.${lang}`)}
          </label>
          <textarea
            id={`${field}${lang}`}
            lang={lang}
            rows={4}
            maxLength={MOST_CHARACTERS}
            value={draft.consentText[lang]}
            data-testid={`consent-${lang}`}
            onInput={(event) => change({ consentText: { ...draft.consentText, [lang]: event.currentTarget.value } })}
          />
        </div>
      ))}
    </details>
  );
}
