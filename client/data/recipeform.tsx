import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { CARS } from '../../shared/vehicle/cars.ts';
import { fetchCoverage, fetchLaps, makeDataset } from '../connection/data.ts';
import { driver, driverToken } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Dialog } from '../view/dialog.tsx';
import { Field } from '../view/field.tsx';
import { useFetched } from '../view/usefetched.ts';
import { driverName } from './drivernames.ts';
import { Choice } from './filters.tsx';
import { filterOf, searchOf } from './lapsview.ts';
import { LimitRow, NumberField } from './limitrow.tsx';
import { choosableOf, LIMITS, type RecipeDraft, requestOf, settled, WHOSE } from './recipedraft.ts';
import { Tick } from './tick.tsx';

interface RecipeFormProps {
  /** What the form begins with; null while it is closed. */
  start: RecipeDraft | null;
  tracks: ReadonlyMap<string, string>;
  /** An organiser's, where the laps are of their session; else the driver's own is used. */
  token: string | undefined;
  onClose: () => void;
}

/** Which laps make a dataset, a sentence to each question; what comes of it is a version that never changes. */
export function RecipeForm({ start, tracks, token, onClose }: RecipeFormProps) {
  return (
    <Dialog open={start !== null} title={t('data.make.title')} onClose={onClose} wide>
      {start ? (
        <Form key={start.name + start.trackId} start={start} tracks={tracks} token={token} onClose={onClose} />
      ) : null}
    </Dialog>
  );
}

function Form({ start, tracks, token, onClose }: RecipeFormProps & { start: RecipeDraft }) {
  const draft = useSignal(start);
  const fault = useSignal('');
  const busy = useSignal(false);
  const [, go] = useLocation();
  useEffect(() => {
    draft.value = start;
  }, [start]);
  const now = settled(draft.value);
  const change = (part: Partial<RecipeDraft>): void => {
    draft.value = settled({ ...draft.value, ...part });
  };
  const make = async (): Promise<void> => {
    busy.value = true;
    fault.value = '';
    try {
      const by = token ?? (await driverToken());
      const { id } = await makeDataset(by, requestOf(now, await driversOf(now, by)));
      onClose();
      go(`/data/${id}`);
    } catch (error) {
      fault.value = faultText(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <form
      class="recipe"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <p>{t('data.make.lead')}</p>
      <Name value={now.name} onChange={(name) => change({ name })} />
      <div class="recipe-grid">
        <What draft={now} change={change} tracks={tracks} />
        <Fairness draft={now} change={change} />
        <Limits draft={now} change={change} />
      </div>
      <Choosable draft={now} token={token} />
      {fault.value ? (
        <p class="field-fault" role="alert">
          {fault.value}
        </p>
      ) : null}
      <div class="buttons">
        <button
          type="submit"
          class="button primary"
          disabled={busy.value || now.name.trim() === ''}
          data-testid="make-dataset"
        >
          {t(busy.value ? 'data.make.busy' : 'data.make.yes')}
        </button>
        <Button onClick={onClose}>{t('data.ask.no')}</Button>
      </div>
    </form>
  );
}

/** Ids of the drivers that are meant: a recipe names drivers, not kinds of them. */
async function driversOf(draft: RecipeDraft, token: string): Promise<string[]> {
  if (draft.whose === 'me') return ['me'];
  if (draft.whose === 'one') return draft.driver ? [draft.driver] : [];
  if (draft.whose === 'everybody') return [];
  const { drivers } = await fetchCoverage({ track: draft.trackId, car: draft.car, kind: draft.whose }, token);
  if (drivers.length === 0) throw new Error(t('data.make.nobody'));
  return drivers.map(({ id }) => id);
}

interface PartProps {
  draft: RecipeDraft;
  change: (part: Partial<RecipeDraft>) => void;
}

function Name({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  return (
    <Field label={t('data.make.name')}>
      {(id) => (
        <>
          <input
            id={id}
            type="text"
            maxLength={80}
            required
            value={value}
            data-testid="dataset-name"
            onInput={(event) => onChange(event.currentTarget.value)}
          />
          <p class="note">{t('data.make.nameNote')}</p>
        </>
      )}
    </Field>
  );
}

function What({ draft, change, tracks }: PartProps & { tracks: ReadonlyMap<string, string> }) {
  const whose = WHOSE.filter((who) => who !== 'one' || draft.driver !== undefined);
  const wordFor = (who: RecipeDraft['whose']): string =>
    who === 'one' && draft.driver ? driverName(draft.driver, driver.value.driverId) : t(`data.make.whose.${who}`);
  return (
    <fieldset>
      <legend>{t('data.make.what')}</legend>
      <Choice
        label={t('data.track')}
        value={draft.trackId}
        options={[...tracks]}
        onChange={(trackId) => change({ trackId })}
      />
      <Choice
        label={t('data.car')}
        value={draft.car}
        options={[...CARS.keys()].map((id) => [id, t(`car.${id}.name`)])}
        onChange={(car) => change({ car })}
      />
      <Choice
        label={t('data.make.whoseLaps')}
        value={draft.whose}
        options={whose.map((who) => [who, wordFor(who)])}
        onChange={(who) => change({ whose: who as RecipeDraft['whose'] })}
        testId="whose"
      />
      <Choice
        label={t('data.hands')}
        value={draft.style}
        options={[
          ['any', t('data.anyHands')],
          ['keys', t('data.style.keys')],
          ['stick', t('data.style.stick')],
        ]}
        onChange={(style) => change({ style: style as RecipeDraft['style'] })}
      />
      <Tick on={draft.clean} text={t('data.make.clean')} onChange={(clean) => change({ clean })} testId="clean" />
      <Tick on={draft.inTraffic} text={t('data.make.traffic')} onChange={(inTraffic) => change({ inTraffic })} />
      <Tick
        on={draft.marks === 'respect'}
        text={t('data.make.marks')}
        onChange={(on) => change({ marks: on ? 'respect' : 'ignore' })}
      />
      {draft.except.length > 0 ? <p class="note">{t('data.make.except', { count: draft.except.length })}</p> : null}
      {draft.heldOut.length > 0 ? <p class="note">{t('data.make.heldOut', { count: draft.heldOut.length })}</p> : null}
    </fieldset>
  );
}

function Fairness({ draft, change }: PartProps) {
  const balances = ['none', 'drivers', ...(draft.style === 'any' ? ['styles'] : [])];
  return (
    <fieldset>
      <legend>{t('data.make.fairness')}</legend>
      <NumberField
        label={t('data.make.cap')}
        value={draft.laps}
        least={1}
        most={10_000}
        step={1}
        onChange={(laps) => change({ laps: Math.round(laps) })}
      />
      <p class="note">{t('data.make.capNote')}</p>
      <Choice
        label={t('data.make.balance')}
        value={draft.balance}
        options={balances.map((value) => [value, t(`data.make.balances.${value}`)])}
        onChange={(balance) => change({ balance: balance as RecipeDraft['balance'] })}
      />
      <p class="note">{t(`data.make.balanceNote.${draft.balance}`)}</p>
      <Choice
        label={t('data.make.split')}
        value={draft.split}
        options={[
          ['whole', t('data.make.splits.whole')],
          ['frames', t('data.make.splits.frames')],
        ]}
        onChange={(split) => change({ split: split as RecipeDraft['split'] })}
      />
      <p class={draft.split === 'frames' ? 'note warn' : 'note'}>{t(`data.make.splitNote.${draft.split}`)}</p>
    </fieldset>
  );
}

function Limits({ draft, change }: PartProps) {
  return (
    <fieldset>
      <legend>{t('data.make.limits')}</legend>
      <p class="note">{t('data.make.limitsNote')}</p>
      {LIMITS.map((name) => (
        <LimitRow
          key={name}
          name={name}
          value={draft.limits[name]}
          onChange={(value) => change({ limits: { ...draft.limits, [name]: value } })}
        />
      ))}
    </fieldset>
  );
}

/** How many laps there are to choose from, before caps, limits and marks. */
function Choosable({ draft, token }: { draft: RecipeDraft; token: string | undefined }) {
  const view = choosableOf(draft);
  const { state } = useFetched(
    draft.whose === 'me' ? null : searchOf(view),
    (signal) => fetchLaps({ ...filterOf(view), limit: 1 }, token, signal),
    true,
  );
  const now = state.value;
  if (draft.whose === 'me' || now.at !== 'there') return null;
  return (
    <p class="recipe-count" role="status">
      {t('data.make.choosable', { count: now.value.total })}
    </p>
  );
}
