import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { language, t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Button } from '../view/button.tsx';
import { Chip } from '../view/chip.tsx';
import { Dialog } from '../view/dialog.tsx';
import { Icon } from '../view/icon.tsx';
import type { HudModel, Standing } from './hudmodel.ts';
import { Invitation } from './invitation.tsx';
import { RaceSettings } from './racesettings.tsx';
import { RefusalLine } from './refusalline.tsx';
import { SaidAloud, SaidLines } from './saidlines.tsx';
import { SayButton, SayWheel } from './saywheel.tsx';
import type { RaceSession } from './session.ts';
import './waiting.css';

/** Before a race with people: how others come in, who is here, what will be raced, and the button that says one may start. */
export function WaitingGrid({ session }: { session: RaceSession }) {
  const { hud, room, track } = session;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="waiting-grid" data-testid="waiting-grid">
      <header class="waiting-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {t('race.grid.title')}
          </h1>
          <p>{t('lobby.race', { track: track.name[language.value], laps: hud.laps.value })}</p>
        </div>
        <SayButton session={session} kind="race-tool" />
      </header>
      <div class="waiting-columns">
        <div>
          <Invitation code={room.state.code} />
          <Present session={session} />
        </div>
        <RaceSettings session={session} />
      </div>
      <Go session={session} />
    </div>
  );
}

/** The one thing to do, and for the host the second. */
function Go({ session }: { session: RaceSession }) {
  const [, go] = useLocation();
  const { hud } = session;
  const ready = hud.ready.value;
  return (
    <div class="waiting-go">
      <RefusalLine hud={hud} kind="field-fault" />
      <SayWheel session={session} />
      <SaidLines hud={hud} />
      <SaidAloud hud={hud} />
      <p class="waiting-rule" role="status">
        {ruleText(hud)}
      </p>
      <div class="buttons">
        {session.spectates ? null : (
          <Button kind="primary" disabled={ready} onClick={() => session.ready()} testId="ready">
            {ready ? t('race.isReady') : t('race.ready')}
          </Button>
        )}
        {hud.host.value && hud.people.value > 1 ? (
          <Button onClick={() => session.start()} testId="start-now">
            {t('race.rules.start')}
          </Button>
        ) : null}
        <Button onClick={() => go('/')} testId="leave-grid">
          {t('race.lobby')}
        </Button>
      </div>
    </div>
  );
}

function ruleText({ people, readyPeople }: HudModel): string {
  if (people.value < 2) return t('race.grid.alone');
  return t('race.grid.ready', { ready: readyPeople.value, people: people.value });
}

/** Everybody on the grid, people first: they are who is waited for. */
function Present({ session }: { session: RaceSession }) {
  const { hud } = session;
  const leaving = useSignal<Standing | undefined>(undefined);
  const rows = hud.standings.value;
  const people = rows.filter(({ kind }) => kind === 'human');
  const others = rows.filter(({ kind }) => kind !== 'human');
  return (
    <section aria-labelledby="grid-present">
      <h2 id="grid-present">{t('race.grid.present')}</h2>
      <ul class="waiting-people" data-testid="present">
        {people.map((row) => (
          <li key={row.id} class={row.connected ? '' : 'away'}>
            <Badge driver={row.driver} clone={false} size={22} />
            <b>{row.name}</b>
            {row.own ? <small>{t('race.you')}</small> : null}
            {row.host ? <Chip tone="outlined">{t('race.rules.host')}</Chip> : null}
            <span class={`waiting-state ${row.ready ? 'ready' : ''}`}>
              {row.ready ? <Icon name="check" size={18} /> : null}
              {t(stateOf(row))}
            </span>
            {hud.host.value && !row.own ? (
              <Button
                kind="quiet"
                size="small"
                onClick={() => {
                  leaving.value = row;
                }}
                testId="kick"
              >
                {t('race.rules.kick')}
              </Button>
            ) : null}
          </li>
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
