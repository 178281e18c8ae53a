import { useComputed } from '@preact/signals';
import { fetchTracks } from '../connection/api.ts';
import { gridOf, LAP_CHOICES, MAX_RIVALS, partsOf, SKILLS } from '../connection/lineup.ts';
import { raceRequest } from '../connection/request.ts';
import { language, t } from '../locale/locale.ts';
import { Segmented } from '../view/segmented.tsx';
import { Stepper } from '../view/stepper.tsx';
import { useFetched } from '../view/usefetched.ts';
import type { Standing } from './hudmodel.ts';
import { wishOf } from './restart.ts';
import type { RaceSession } from './session.ts';

/** What the race will be: its host changes it, everybody else reads it. */
export function RaceSettings({ session }: { session: RaceSession }) {
  const { host } = session.hud;
  return (
    <section class="race-rules" aria-labelledby="race-rules">
      <h2 id="race-rules">{t('race.rules.title')}</h2>
      {host.value ? <Choices session={session} /> : <Facts session={session} />}
    </section>
  );
}

type Change = (part: Parameters<RaceSession['change']>[0]) => void;

function Choices({ session }: { session: RaceSession }) {
  const { hud, room } = session;
  const change: Change = (part) => {
    session.change(part);
    // "Once more" asks for the race as it was changed.
    const { entry, request } = raceRequest.value;
    raceRequest.value = { entry, request: { ...request, ...part } };
  };
  const chosenLaps = LAP_CHOICES.find((choice) => Number(choice) === hud.laps.value) ?? LAP_CHOICES[0];
  return (
    <>
      <TrackChoice chosen={room.state.trackId} onChoose={(trackId) => change({ trackId })} />
      <Segmented
        label={t('grid.laps')}
        labelled
        options={LAP_CHOICES.map((value) => ({ value, label: value }))}
        value={chosenLaps}
        onChange={(value) => change({ laps: Number(value) })}
      />
      <Rivals session={session} change={change} />
      <ContactTick session={session} change={change} />
    </>
  );
}

/** On its own, so that the choice stands as it was clicked until the server has spoken. */
function ContactTick({ session, change }: { session: RaceSession; change: Change }) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        data-testid="contact"
        checked={session.hud.contact.value}
        onChange={(event) => change({ contact: event.currentTarget.checked })}
      />
      {t('race.rules.contact')}
    </label>
  );
}

function Rivals({ session, change }: { session: RaceSession; change: Change }) {
  const rivals = useComputed(() => scriptedIn(session.hud.standings.value)).value;
  const { others, skill } = gridNow(session);
  return (
    <>
      <div class="grid-row">
        <span>{t('grid.rivals')}</span>
        <Stepper
          words={{ label: t('grid.rivals'), fewer: t('grid.fewer'), more: t('grid.more') }}
          value={rivals}
          most={MAX_RIVALS}
          testId="rivals"
          onChange={(next) => change({ grid: gridOf(others, { rivals: next, skill }) })}
        />
      </div>
      {rivals > 0 ? (
        <Segmented
          label={t('grid.skill')}
          labelled
          options={SKILLS.map((value) => ({ value, label: t(`grid.skills.${value}`) }))}
          value={skill}
          onChange={(next) => change({ grid: gridOf(others, { rivals, skill: next }) })}
        />
      ) : null}
    </>
  );
}

/** Who is on the grid besides people: as it was ordered here, or, to a host who came by a code, as it stands. */
function gridNow({ room }: RaceSession): ReturnType<typeof partsOf> {
  const { trackId, laps, cars } = room.state;
  const { grid } = raceRequest.value.request;
  return partsOf(grid ?? wishOf({ trackId, laps, car: undefined, cars: cars.values() }).grid ?? []);
}

const scriptedIn = (rows: readonly Standing[]): number => rows.filter(({ kind }) => kind === 'scripted').length;

function TrackChoice({ chosen, onChoose }: { chosen: string; onChoose: (trackId: string) => void }) {
  const { state } = useFetched('tracks', fetchTracks);
  if (state.value.at !== 'there') return null;
  return (
    <div class="field">
      <label class="caption" for="rules-track">
        {t('race.rules.track')}
      </label>
      <select
        id="rules-track"
        value={chosen}
        data-testid="rules-track"
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {state.value.value.map(({ id, names }) => (
          <option key={id} value={id}>
            {names[language.value]}
          </option>
        ))}
      </select>
    </div>
  );
}

function Facts({ session: { hud, track } }: { session: RaceSession }) {
  return (
    <ul class="race-facts" data-testid="rules">
      <li>{t('lobby.race', { track: track.name[language.value], count: hud.laps.value })}</li>
      <li>{t('race.rules.rivals', { count: scriptedIn(hud.standings.value) })}</li>
      <li>{t(hud.contact.value ? 'race.rules.contactOn' : 'race.rules.contactOff')}</li>
      <li>{t('race.rules.hostChanges')}</li>
    </ul>
  );
}
