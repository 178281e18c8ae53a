import { type Signal, useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { Participant, SessionView } from '../../shared/wire/sessions.ts';
import { ApiError } from '../connection/api.ts';
import { acceptedName, driver, driverToken, setName } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { rememberJoined } from '../connection/joinedsessions.ts';
import { joinSession } from '../connection/sessions.ts';
import { language, t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { ConsentTick, ConsentWords } from '../view/consent.tsx';
import { Icon } from '../view/icon.tsx';
import { Goal } from './goal.tsx';

interface JoinFormProps {
  session: SessionView;
  /** Where somebody comes back to choose anew. */
  part: Participant | null;
  onJoined: () => Promise<void>;
}

/** A name, what is recorded and why, and two equal buttons: with or without a record. */
export function JoinForm({ session, part, onJoined }: JoinFormProps) {
  const name = useSignal(part?.nickname ?? driver.value.name);
  const shared = useSignal(part?.consent.shared ?? false);
  const exported = useSignal(part?.consent.exported ?? false);
  const young = useSignal(driver.value.under14);
  const busy = useSignal(false);
  const fault = useSignal('');
  const isClass = session.template === 'class';
  // In a class guardians were asked; anywhere else nobody was.
  const unrecordable = young.value && !isClass;
  const join = async (recorded: boolean): Promise<void> => {
    fault.value = '';
    const nickname = session.nicknames === 'generated' ? undefined : (acceptedName(name.value) ?? undefined);
    if (session.nicknames === 'own' && nickname === undefined) {
      fault.value = t('driver.nameFault');
      document.getElementById('join-name')?.focus();
      return;
    }
    busy.value = true;
    const choice = { recorded, shared: shared.value && !isClass, exported: exported.value };
    try {
      await agree(session, nickname, choice);
      await onJoined();
    } catch (error) {
      const taken = nickname !== undefined && error instanceof ApiError && error.status === 409;
      fault.value = taken ? t('join.nameTaken') : faultText(error);
      busy.value = false;
    }
  };
  return (
    <div class="join-grid">
      <Card>
        <Goal session={session} part={null} />
        <NameField session={session} name={name.value} onChange={(text) => (name.value = text)} />
        <h2>{t('join.consent')}</h2>
        <ConsentWords inClass={isClass} />
        {session.private && !isClass ? <p class="join-private">{t('join.private')}</p> : null}
        <OwnWords session={session} />
        <p class="caption">{t('join.version', { version: session.consentVersion })}</p>
        <Choices isClass={isClass} shared={shared} exported={exported} young={young} />
        {unrecordable ? <p role="status">{t('consent.under14Means')}</p> : null}
        <div class="join-buttons">
          <JoinButton recorded busy={busy.value || unrecordable} onClick={() => void join(true)} />
          <JoinButton recorded={false} busy={busy.value} onClick={() => void join(false)} />
        </div>
        {fault.value ? (
          <p role="alert" class="field-fault">
            {fault.value}
          </p>
        ) : null}
      </Card>
    </div>
  );
}

/** Join with what was chosen; what is not recorded can be neither raced nor exported. */
async function agree(
  { code, consentVersion }: SessionView,
  nickname: string | undefined,
  { recorded, shared, exported }: Record<'recorded' | 'shared' | 'exported', boolean>,
): Promise<void> {
  const consent = { version: consentVersion, recorded, shared: recorded && shared, exported: recorded && exported };
  await joinSession(await driverToken(), code, { nickname, consent, language: language.value });
  rememberJoined(code);
  if (nickname !== undefined) setName(nickname);
}

interface ChoicesProps {
  isClass: boolean;
  shared: Signal<boolean>;
  exported: Signal<boolean>;
  young: Signal<boolean>;
}

/** What is chosen one by one. In a class nobody races another's clone, and guardians have answered for the young. */
function Choices({ isClass, shared, exported, young }: ChoicesProps) {
  const off = young.value && !isClass;
  return (
    <div class="join-ticks">
      {isClass ? null : (
        <ConsentTick choice="shared" on={shared.value} off={off} onChange={(on) => (shared.value = on)} />
      )}
      <ConsentTick choice="exported" on={exported.value} off={off} onChange={(on) => (exported.value = on)} />
      {isClass ? null : <Young on={young.value} onChange={(on) => (young.value = on)} />}
    </div>
  );
}

/** The organiser's own words, in the language of the page or else in the other. */
function OwnWords({ session }: { session: SessionView }) {
  const { en, ko } = session.consentText;
  const [text, lang] = language.value === 'ko' ? (ko ? [ko, 'ko'] : [en, 'en']) : en ? [en, 'en'] : [ko, 'ko'];
  if (text === '') return null;
  return (
    <blockquote class="join-words" lang={lang}>
      <b>{t('join.organiserSays')}</b>
      <p>{text}</p>
    </blockquote>
  );
}

function NameField({
  session,
  name,
  onChange,
}: {
  session: SessionView;
  name: string;
  onChange: (name: string) => void;
}) {
  const note = useId();
  if (session.nicknames === 'generated') return <p class="join-generated">{t('join.generated')}</p>;
  const wrong = name !== '' && acceptedName(name) === null;
  return (
    <div class="field join-name">
      <label class="caption" for="join-name">
        {t('driver.nickname')}
      </label>
      <input
        id="join-name"
        type="text"
        autocomplete="nickname"
        maxLength={60}
        value={name}
        placeholder={t('driver.placeholder')}
        aria-invalid={wrong}
        aria-describedby={note}
        data-testid="join-name"
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <span id={note} class={wrong ? 'field-fault' : 'caption'}>
        {t(wrong ? 'driver.nameFault' : 'join.nameMeans')}
      </span>
    </div>
  );
}

function Young({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label class="tick">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />
      {t('consent.under14')}
    </label>
  );
}

function JoinButton({ recorded, busy, onClick }: { recorded: boolean; busy: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      class="button hero"
      disabled={busy}
      onClick={onClick}
      data-testid={recorded ? 'join-recorded' : 'join-unrecorded'}
    >
      <Icon name={recorded ? 'record' : 'unrecorded'} size={24} />
      {t(recorded ? 'together.start.code.record' : 'together.start.code.noRecord')}
    </button>
  );
}
