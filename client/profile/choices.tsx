import { useSignal } from '@preact/signals';
import { CONSENT_CHOICES, CONSENT_VERSION, type ConsentChoice, type ConsentRecord } from '../../shared/wire/consent.ts';
import type { Kept } from '../../shared/wire/rights.ts';
import { driver, setConsent } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { putConsent } from '../connection/rights.ts';
import { language, t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { ConsentTick, ConsentWords } from '../view/consent.tsx';
import { momentText } from './day.ts';

type Chosen = Record<ConsentChoice, boolean>;

const NOTHING: Chosen = { recorded: false, shared: false, exported: false };

/** What this person allows, how they change it, and every choice they made. */
export function Choices({ token, kept, onChange }: { token: string; kept: Kept; onChange: () => void }) {
  const last = kept.choices.findLast(({ sessionId }) => sessionId === null);
  const { recorded, shared, exported } = last ?? NOTHING;
  const chosen = useSignal<Chosen>({ recorded, shared, exported });
  const fault = useSignal('');
  const isOwn = token === driver.value.driverToken;
  const young = isOwn && driver.value.under14;
  const outdated = last !== undefined && last.version < CONSENT_VERSION;
  const save = async (): Promise<void> => {
    const choice = chosen.value.recorded ? chosen.value : NOTHING;
    fault.value = '';
    try {
      if (isOwn) await setConsent(choice, young);
      else await putConsent(token, { ...choice, version: CONSENT_VERSION }, language.value);
      onChange();
    } catch (error) {
      fault.value = faultText(error);
    }
  };
  return (
    <Card title={t('rights.choices')} icon="record">
      {outdated ? <p class="rights-warning">{t('rights.outdated')}</p> : null}
      <details class="rights-list" open={outdated}>
        <summary>{t('rights.wording')}</summary>
        <ConsentWords />
      </details>
      {CONSENT_CHOICES.map((choice) => (
        <ConsentTick
          key={choice}
          choice={choice}
          on={chosen.value[choice]}
          off={young || (choice !== 'recorded' && !chosen.value.recorded)}
          onChange={(on) => {
            chosen.value = { ...chosen.value, [choice]: on };
          }}
        />
      ))}
      {young ? <p class="note">{t('consent.under14Means')}</p> : null}
      <Button onClick={() => void save()} testId="save-choices">
        {t('rights.saveChoices')}
      </Button>
      {fault.value ? (
        <p role="alert" class="field-fault">
          {fault.value}
        </p>
      ) : null}
      <History {...kept} />
    </Card>
  );
}

function History({ choices, sessions }: Pick<Kept, 'choices' | 'sessions'>) {
  const placeOf = ({ sessionId }: ConsentRecord): string => {
    if (sessionId === null) return t('rights.inLobby');
    return sessions.find(({ id }) => id === sessionId)?.name ?? t('rights.inSession');
  };
  const saidOf = (choice: ConsentRecord): string => {
    const yes = CONSENT_CHOICES.filter((what) => choice[what]).map((what) => t(`rights.said.${what}`));
    return yes.length === 0 ? t('rights.said.nothing') : yes.join(', ');
  };
  return (
    <details class="rights-list" data-testid="choices">
      <summary>
        {t('rights.history')} <span class="number">{choices.length}</span>
      </summary>
      <ul>
        {choices.toReversed().map((choice) => (
          <li key={`${choice.at} ${choice.sessionId}`}>
            <b>{saidOf(choice)}</b>
            <small>
              {momentText(choice.at)} · {placeOf(choice)} · {t('rights.textVersion', { version: choice.version })}
              {choice.language === null ? '' : ` · ${t(`rights.language.${choice.language}`)}`}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}
