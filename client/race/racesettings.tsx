import { fetchTracks } from '../connection/api.ts';
import { gridOf, LAP_CHOICES, MAX_RIVALS, partsOf, SKILLS } from '../connection/lineup.ts';
import { raceRequest } from '../connection/request.ts';
import { language, t } from '../locale/locale.ts';
import { Segmented } from '../view/segmented.tsx';
import { Stepper } from '../view/stepper.tsx';
import { useFetched } from '../view/usefetched.ts';
import { wishOf } from './restart.ts';
import type { RaceSession } from './session.ts';

/** What the race will be: its host changes it, everybody else reads it. */
export function RaceSettings({ session }: { session: RaceSession }) {
  const { host, refusal } = session.hud;
  return (
    <section class="race-rules" aria-labelledby="race-rules">
      <h2 id="race-rules">{t('race.rules.title')}</h2>
      {host.value ? <Choices session={session} /> : <Facts session={session} />}
      {refusal.value && refusal.value !== 'name' ? (
        <p class="field-fault" role="alert" data-testid="refused">
          {t(`race.refused.${refusal.value}`)}
        </p>
      ) : null}
    </section>
  );
}

/** What the grid is besides its people, as ordered here, or as it stands on the road. */
function gridNow({ room }: RaceSession) {
  const { trackId, laps, cars } = room.state;
  const known = raceRequest.value.request.grid;
  const shown = partsOf(wishOf({ trackId, laps, car: undefined, cars: cars.values() }).grid ?? []);
  // Who was asked for may have been refused: the road is right about how many, the order about how good.
  return known ? { ...shown, skill: partsOf(known).skill, others: partsOf(known).others } : shown;
}

function Choices({ session }: { session: RaceSession }) {
  const { hud, room } = session;
  const grid = gridNow(session);
  const rivals = hud.standings.value.filter(({ kind }) => kind === 'scripted').length;
  const change = (part: Parameters<RaceSession['change']>[0]): void => {
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
      <div class="grid-row">
        <span>{t('grid.rivals')}</span>
        <Stepper
          words={{ label: t('grid.rivals'), fewer: t('grid.fewer'), more: t('grid.more') }}
          value={rivals}
          most={MAX_RIVALS}
          testId="rivals"
          onChange={(next) => change({ grid: gridOf(grid.others, { rivals: next, skill: grid.skill }) })}
        />
      </div>
      {rivals > 0 ? (
        <Segmented
          label={t('grid.skill')}
          labelled
          options={SKILLS.map((value) => ({ value, label: t(`grid.skills.${value}`) }))}
          value={grid.skill}
          onChange={(skill) => change({ grid: gridOf(grid.others, { rivals, skill }) })}
        />
      ) : null}
      <label class="tick">
        <input
          type="checkbox"
          data-testid="contact"
          checked={hud.contact.value}
          onChange={(event) => change({ contact: event.currentTarget.checked })}
        />
        {t('race.rules.contact')}
      </label>
    </>
  );
}

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
  const rivals = hud.standings.value.filter(({ kind }) => kind === 'scripted').length;
  return (
    <ul class="race-facts" data-testid="rules">
      <li>{t('lobby.race', { track: track.name[language.value], laps: hud.laps.value })}</li>
      <li>{t('race.rules.rivals', { count: rivals })}</li>
      <li>{t(hud.contact.value ? 'race.rules.contactOn' : 'race.rules.contactOff')}</li>
      <li>{t('race.rules.hostChanges')}</li>
    </ul>
  );
}
