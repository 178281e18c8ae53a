import { corners } from '../../shared/track/corners.ts';
import { t } from '../locale/locale.ts';
import { Icon } from '../view/icon.tsx';
import { kilometres } from '../view/laptime.ts';
import type { Draft, MadeDraft, RefusedDraft } from './draft.ts';

/** What the draft is: its facts and what was changed about it, or why it cannot be driven. */
export function Report({ draft }: { draft: Draft }) {
  return draft.at === 'made' ? <Facts draft={draft} /> : <Refusal draft={draft} />;
}

function Facts({ draft }: { draft: MadeDraft }) {
  const { track, notes } = draft;
  const widths = [...track.left].map((left, i) => left + track.right[i]!);
  const [least, most] = [Math.min(...widths), Math.max(...widths)];
  return (
    <div role="status" data-testid="draft-made">
      <dl class="facts draft-facts">
        <Fact name={t('tracks.lap')} value={kilometres(track.length)} />
        <Fact name={t('tracks.corners')} value={String(corners(track).length)} />
        <Fact name={t('tracks.width')} value={`${least.toFixed(1)}–${most.toFixed(1)} m`} />
      </dl>
      {notes.length > 0 ? (
        <>
          <h4>{t('tracks.changed')}</h4>
          <ol class="draft-notes">
            {notes.map(({ kind, point, values }) => (
              <li key={`${kind}${point}`}>
                {t(`tracks.notes.${kind}`, { ...values })} <small>{t('tracks.atPoint', { point })}</small>
              </li>
            ))}
          </ol>
        </>
      ) : null}
    </div>
  );
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt class="caption">{name}</dt>
    <dd class="number">{value}</dd>
  </div>
);

function Refusal({ draft }: { draft: RefusedDraft }) {
  const { fault, values, point } = draft;
  return (
    <div class="draft-refused" role="alert" data-testid="draft-refused" data-fault={fault}>
      <h4>
        <Icon name="warning" size={20} /> {t(`tracks.faults.${fault}.title`, { ...values })}
      </h4>
      <p>
        {t(`tracks.faults.${fault}.mend`, { ...values })}
        {point === null ? '' : ` ${t('tracks.seeMark', { point })}`}
      </p>
    </div>
  );
}
