import { useSignal } from '@preact/signals';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Button } from '../view/button.tsx';
import { Chip } from '../view/chip.tsx';
import { Dialog } from '../view/dialog.tsx';
import { Icon } from '../view/icon.tsx';
import type { Standing } from './hudmodel.ts';
import type { RaceSession } from './session.ts';

/** Everybody on the grid, people first: they are who is waited for. */
export function Present({ session }: { session: RaceSession }) {
  const { hud } = session;
  const leaving = useSignal<Standing | undefined>(undefined);
  const rows = hud.standings.value;
  const people = rows.filter(({ kind }) => kind === 'human');
  const others = rows.filter(({ kind }) => kind !== 'human');
  const ask = (row: Standing): void => {
    leaving.value = row;
  };
  return (
    <section aria-labelledby="grid-present">
      <h2 id="grid-present">{t('race.grid.present')}</h2>
      <ul class="waiting-people" data-testid="present">
        {people.map((row) => (
          <Person key={row.id} row={row} onKick={hud.host.value && !row.own ? ask : undefined} />
        ))}
        {others.map((row) => (
          <li key={row.id}>
            <Badge driver={row.driver} clone={row.clone} size={22} />
            <b>{row.name}</b>
          </li>
        ))}
      </ul>
      {hud.spectators.value > 0 ? (
        <p class="caption">{t('race.watch.count', { count: hud.spectators.value })}</p>
      ) : null}
      <KickDialog
        person={leaving.value}
        onClose={() => {
          leaving.value = undefined;
        }}
        onKick={(id) => session.kick(id)}
      />
    </section>
  );
}

function Person({ row, onKick }: { row: Standing; onKick: ((row: Standing) => void) | undefined }) {
  return (
    <li class={row.connected ? '' : 'away'}>
      <Badge driver={row.driver} clone={false} size={22} />
      <b>{row.name}</b>
      {row.own ? <small>{t('race.you')}</small> : null}
      {row.host ? <Chip tone="outlined">{t('race.rules.host')}</Chip> : null}
      <span class={`waiting-state ${row.ready ? 'ready' : ''}`}>
        {row.ready ? <Icon name="check" size={18} /> : null}
        {t(stateOf(row))}
      </span>
      {onKick ? (
        <Button kind="quiet" size="small" onClick={() => onKick(row)} testId="kick">
          {t('race.rules.kick')}
        </Button>
      ) : null}
    </li>
  );
}

/** Asks once, since whoever was asked to leave cannot come back. */
function KickDialog(props: { person: Standing | undefined; onClose: () => void; onKick: (id: string) => void }) {
  const { person, onClose, onKick } = props;
  const name = person?.name ?? '';
  return (
    <Dialog open={person !== undefined} title={t('race.rules.kickTitle', { name })} onClose={onClose}>
      <p>{t('race.rules.kickBody')}</p>
      <div class="buttons">
        <Button onClick={onClose}>{t('race.rules.kickNot')}</Button>
        <Button
          kind="danger"
          testId="kick-now"
          onClick={() => {
            if (person) onKick(person.id);
            onClose();
          }}
        >
          {t('race.rules.kick')}
        </Button>
      </div>
    </Dialog>
  );
}

function stateOf(row: Standing): string {
  if (!row.connected) return 'race.grid.away';
  return row.ready ? 'race.grid.isReady' : 'race.grid.notReady';
}
