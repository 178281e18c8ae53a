import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LapRow } from '../../shared/wire/laps.ts';
import { deleteLaps, markLaps } from '../connection/data.ts';
import { faultText } from '../connection/fault.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Dialog } from '../view/dialog.tsx';
import { Field } from '../view/field.tsx';
import { type Asker, byToken } from './rights.ts';

/** What is about to be done with some laps. */
export interface Intent {
  act: 'flag' | 'leaveOut' | 'delete';
  laps: readonly LapRow[];
}

interface LapDialogsProps {
  intent: Intent | null;
  asker: Asker;
  onClose: () => void;
  /** It is done, with these laps. */
  onDone: (intent: Intent, laps: readonly LapRow[], reason: string) => void;
}

const MARK = { flag: 'flagged', leaveOut: 'left-out' } as const;
/** marksSchema and lapsDeleteSchema take no more at once. */
const AT_ONCE = 500;

/** Asks for a reason before a mark, and once more before laps are gone for good. */
export function LapDialogs({ intent, asker, onClose, onDone }: LapDialogsProps) {
  const reason = useSignal('');
  const fault = useSignal('');
  const busy = useSignal(false);
  useEffect(() => {
    reason.value = '';
    fault.value = '';
  }, [intent]);
  const { allowed, others } = byToken(asker, intent?.laps ?? []);
  const laps = [...allowed.values()].flat();
  const act = intent?.act ?? 'flag';
  const perform = async (): Promise<void> => {
    if (!intent) return;
    busy.value = true;
    try {
      for (const [token, own] of allowed) {
        for (const some of chunks(own)) {
          if (act === 'delete') await deleteLaps(token, some);
          else await markLaps(token, some, MARK[act], reason.value.trim());
        }
      }
      onDone(intent, laps, reason.value.trim());
    } catch (error) {
      fault.value = faultText(error);
    } finally {
      busy.value = false;
    }
  };
  const drives = new Set(laps.map(({ episodeId }) => episodeId)).size;
  return (
    <Dialog open={intent !== null} title={t(`data.ask.${act}.title`, { count: laps.length })} onClose={onClose}>
      <p>{t(`data.ask.${act}.body`, { count: drives })}</p>
      {others.length > 0 ? <p>{t('data.ask.others', { count: others.length })}</p> : null}
      {act === 'delete' ? null : <Reason value={reason.value} onChange={(text) => (reason.value = text)} />}
      {fault.value ? (
        <p class="field-fault" role="alert">
          {fault.value}
        </p>
      ) : null}
      <div class="buttons">
        {/* A dialog's focus begins at its first control: never at what cannot be undone. */}
        {act === 'delete' ? <Button onClick={onClose}>{t('data.ask.no')}</Button> : null}
        <Button
          kind={act === 'delete' ? 'danger' : 'primary'}
          disabled={busy.value || laps.length === 0}
          onClick={() => void perform()}
          testId="confirm"
        >
          {t(`data.ask.${act}.yes`)}
        </Button>
        {act === 'delete' ? null : <Button onClick={onClose}>{t('data.ask.no')}</Button>}
      </div>
    </Dialog>
  );
}

export function chunks<Item>(list: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(list.length / AT_ONCE) }, (_, k) => list.slice(k * AT_ONCE, (k + 1) * AT_ONCE));
}

function Reason({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  return (
    <Field label={t('data.ask.reason')} class="reason">
      {(id) => (
        <input
          id={id}
          type="text"
          maxLength={200}
          value={value}
          placeholder={t('data.ask.reasonExample')}
          data-testid="reason"
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
