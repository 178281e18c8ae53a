import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Button } from '../view/button.tsx';
import { Icon } from '../view/icon.tsx';
import { IntervalBar } from '../view/intervalbar.tsx';
import { PolicyLink } from './evaluationtable.tsx';
import { showUnderWay } from './jobcards.tsx';
import { PolicyActs, RaceButton } from './policyacts.tsx';
import { Provenance } from './provenance.tsx';
import { type PolicyRow, paceOf } from './rows.ts';
import { isJudged, judge } from './training.ts';
import { kindText, madeText, memoryText, ownerText, percent, shortName, signedSeconds } from './words.ts';

const COLUMNS = 11;

interface EvaluationRowProps {
  row: PolicyRow;
  /** The right end of the axis of falls, the same in every row. */
  most: number;
  picked: Signal<readonly string[]>;
  onChanged: () => void;
}

/** One policy; below it, when opened, what can be done with it and where it comes from. */
export function EvaluationRow({ row, most, picked, onChanged }: EvaluationRowProps) {
  const open = useSignal(false);
  const { policy, judged, position } = row;
  const { manifest } = policy;
  const name = ownerText(policy);
  const full = `${name}, ${shortName(manifest)}`;
  return (
    <>
      <tr data-testid="policy-row" data-policy={policy.id} data-judged={judged !== null}>
        <td>
          <PickBox id={policy.id} name={full} picked={picked} />
        </td>
        <Cell name={t('policies.place')}>{position ?? <Unplaced reason={judged ? row.unranked : null} />}</Cell>
        <td class="policy-cell">
          <span class="named">
            <Badge driver={policy.driverId === null ? 8 : 1} clone size={22} />
            <span class="policy-name">
              <PolicyLink id={policy.id} name={name} label={full} />
              <small>{madeText(policy)}</small>
            </span>
          </span>
        </td>
        <td data-name={t('policies.kind')}>{kindText(manifest)}</td>
        <td data-name={t('policies.memoryColumn')}>{memoryText(manifest)}</td>
        {judged ? <Measured row={row} most={most} /> : <NotJudged row={row} />}
        <td class="right row-acts">
          <RaceButton policy={policy} size="small" />
          <button
            type="button"
            class="row-button"
            aria-expanded={open.value}
            aria-label={t('policies.more', { policy: full })}
            onClick={() => {
              open.value = !open.value;
            }}
            data-testid="policy-more"
          >
            <Icon name={open.value ? 'minus' : 'plus'} size={18} />
          </button>
        </td>
      </tr>
      {open.value ? (
        <tr class="more-row">
          <td colSpan={COLUMNS}>
            <div class="more-of-policy">
              <PolicyActs policy={policy} onDeleted={onChanged} />
              <Provenance policy={policy} />
            </div>
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** Why it has no place, where that is not plain to see. */
function Unplaced({ reason }: { reason: PolicyRow['unranked'] }) {
  if (reason !== 'tooFewLaps') return <>–</>;
  return (
    <span title={t('policies.tooFewLaps')}>
      –<span class="visually-hidden">{t('policies.tooFewLaps')}</span>
    </span>
  );
}

function PickBox({ id, name, picked }: { id: string; name: string; picked: Signal<readonly string[]> }) {
  return (
    <label class="pick-box">
      <input
        type="checkbox"
        checked={picked.value.includes(id)}
        aria-label={t('policies.pickOne', { policy: name })}
        data-testid="pick-policy"
        onChange={(event) => {
          const others = picked.value.filter((other) => other !== id);
          picked.value = event.currentTarget.checked ? [...others, id] : others;
        }}
      />
    </label>
  );
}

function Measured({ row, most }: { row: PolicyRow; most: number }) {
  const { result } = row.judged!;
  const [low, high] = result.fallsPerLapInterval;
  const pace = paceOf(row);
  const range = `${t('policies.interval')} ${low.toFixed(2)} – ${high.toFixed(2)}`;
  return (
    <>
      <Cell name={t('policies.lapsFinished')}>
        <span>
          {result.lapsFinished} <span class="quiet">/ {result.lapsPlanned}</span>
        </span>
      </Cell>
      <td data-name={t('policies.fallsPerLap')}>
        <span class="falls-cell" title={range}>
          <IntervalBar value={result.fallsPerLap} interval={result.fallsPerLapInterval} most={most} slip />
          <b class="number">{result.fallsPerLap.toFixed(2)}</b>
          <span class="visually-hidden">{range}</span>
        </span>
      </td>
      <Cell name={t('policies.autonomy')}>
        <Ranged value={result.autonomy} interval={result.autonomyInterval} />
      </Cell>
      <Cell name={t('policies.fidelity')}>
        <Ranged value={result.fidelity} interval={result.fidelityInterval} />
      </Cell>
      <Cell name={t('policies.pace')}>{pace === null ? '–' : signedSeconds(pace)}</Cell>
    </>
  );
}

/** A share with its interval under it. */
function Ranged({ value, interval }: { value: number | null; interval: readonly [number, number] | null }) {
  if (value === null) return <>–</>;
  return (
    <span class="ranged">
      {percent(value)}
      {interval ? (
        <small>
          {Math.round(interval[0] * 100)}–{Math.round(interval[1] * 100)}
        </small>
      ) : null}
    </span>
  );
}

function NotJudged({ row }: { row: PolicyRow }) {
  const { policy } = row;
  const ask = async (): Promise<void> => {
    const name = `${ownerText(policy)}, ${shortName(policy.manifest)}`;
    await judge({ policyId: policy.id }, { trackId: policy.trackId, name });
    showUnderWay();
  };
  return (
    <td colSpan={5}>
      <span class="not-judged">
        {t(isJudged(policy.id) ? 'policies.isJudged' : 'policies.notJudged')}
        {isJudged(policy.id) ? null : (
          <Button size="small" icon="wheel" onClick={() => void ask()} testId="judge-row">
            {t('policies.judge')}
          </Button>
        )}
      </span>
    </td>
  );
}

/** Under its column's name on a wide screen, beside it on a narrow one, where each row is a card. */
function Cell({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <td class="right number" data-name={name}>
      {children}
    </td>
  );
}
