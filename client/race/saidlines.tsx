import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import type { Line } from './conversation.ts';
import type { HudModel, Standing } from './hudmodel.ts';
import { Phrase } from './saywheel.tsx';

/** What people have just said, each with their sign and name. */
export function SaidLines({ hud }: { hud: HudModel }) {
  const lines = hud.talk.lines.value;
  return (
    <ul class="race-said" data-testid="said" aria-hidden="true">
      {lines.map((line) => (
        <SaidLine key={line.key} line={line} row={rowOf(hud, line)} />
      ))}
    </ul>
  );
}

/** The same in words, for whoever listens. */
export function SaidAloud({ hud }: { hud: HudModel }) {
  const line = hud.talk.lines.value.at(-1);
  return (
    <div class="race-live" aria-live="polite">
      {line ? t('say.aloud', { name: speaker(rowOf(hud, line)), phrase: t(`say.phrase.${line.phrase}`) }) : ''}
    </div>
  );
}

function SaidLine({ line, row }: { line: Line; row: Standing | undefined }) {
  return (
    <li>
      {row ? <Badge driver={row.driver} clone={row.clone} size={20} /> : null}
      <b>{speaker(row)}</b>
      <Phrase phrase={line.phrase} />
    </li>
  );
}

const rowOf = (hud: HudModel, line: Line): Standing | undefined => hud.standings.value.find(({ id }) => id === line.id);

/** Whoever watches has no car, and so no name here. */
function speaker(row: Standing | undefined): string {
  if (!row) return t('say.spectator');
  return row.own ? t('race.you') : row.name;
}
