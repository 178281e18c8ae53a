import { useSignal } from '@preact/signals';
import { Link } from 'wouter-preact';
import type { TrackRecord } from '../../shared/wire/api.ts';
import { clonesOn } from '../connection/clones.ts';
import type { RaceWish } from '../connection/raceorder.ts';
import type { PolicyReply } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { lapTime } from '../view/laptime.ts';
import { Segmented } from '../view/segmented.tsx';
import { Candidates, CloneCard } from './clonecard.tsx';
import type { CloneKnowledge } from './clonepage.tsx';
import { LiveTraining } from './livetraining.tsx';
import { NoClean } from './noclean.tsx';
import { forgetTraining, isRunning, startTraining, type Training, training, trainingFault } from './training.ts';
import { WhatItIs } from './whatitis.tsx';

const OVAL = 'oval';
const LAPS = 3;

interface DeskProps {
  knowledge: CloneKnowledge;
  onRace: (wish: RaceWish) => Promise<void>;
  onParting: (trackId: string) => void;
}

/** A track and a car. */
type Place = Pick<TrackRecord, 'trackId' | 'car'>;

const isAt = (place: Place, other: Place | null): boolean =>
  place.trackId === other?.trackId && place.car === other.car;

/** Whose clones are looked at first: where one trains, else where one can be made, else where laps are. */
export function firstRecord(records: readonly TrackRecord[], training: Place | null): TrackRecord {
  return (
    records.find((record) => isAt(record, training)) ??
    [...records].sort((a, b) => b.cleanLaps - a.cleanLaps || b.laps - a.laps)[0]!
  );
}

/** What both columns of the desk are about: the chosen track, the laps on it and the clones of it. */
interface Chosen {
  own: TrackRecord;
  trackName: string;
  clones: readonly PolicyReply[];
  /** The training of this track that runs now. */
  running: Training | null;
  race: (trackId: string, grid: RaceWish['grid']) => void;
  /** Sit in a car that this clone drives. */
  ride: (policy: PolicyReply) => void;
}

export function CloneDesk({ knowledge, onRace, onParting }: DeskProps) {
  const { record, policies, tracks } = knowledge;
  const live = training.value;
  const place = useSignal<Place>(firstRecord(record.tracks, live));
  const own = record.tracks.find((other) => isAt(other, place.value)) ?? record.tracks[0]!;
  const nameOf = (trackId: string) => tracks.find(({ id }) => id === trackId)?.names[language.value] ?? trackId;
  const chosen: Chosen = {
    own,
    trackName: nameOf(own.trackId),
    clones: clonesOn(policies, own.trackId, own.car),
    running: isRunning(live) && isAt(own, live) ? live : null,
    race: (trackId, grid) => void onRace({ trackId, car: own.car, laps: LAPS, grid }),
    ride: ({ id, trackId }) => void onRace({ trackId, car: own.car, laps: LAPS, grid: [], drive: { policyId: id } }),
  };
  return (
    <>
      <div class="page-head">
        <h1>{chosen.clones.length > 0 ? t('clone.yours') : t('clone.make')}</h1>
        <Link href={`/policies?track=${encodeURIComponent(own.trackId)}`} class="to-policies">
          {t('clone.toPolicies')}
        </Link>
        <span class="spread" />
        <PlaceChoice
          records={record.tracks}
          nameOf={nameOf}
          chosen={own}
          onChoose={(next) => {
            place.value = next;
          }}
        />
      </div>
      <div class="clone-grid">
        <NextSteps {...chosen} onParting={() => onParting(own.trackId)} />
        <ToSee {...chosen} />
      </div>
    </>
  );
}

/** The left column: what to learn from, and what to do with what was learned. */
function NextSteps({ own, trackName, clones, running, race, onParting }: Chosen & { onParting: () => void }) {
  return (
    <div class="clone-column">
      {own.cleanLaps > 0 ? (
        <Order own={own} trackName={trackName} again={clones.length > 0} />
      ) : (
        <NoClean
          record={own}
          trackName={trackName}
          oval={own.trackId === OVAL}
          onRace={(trackId) => race(trackId, [])}
        />
      )}
      {clones.length > 0 && !running ? (
        <Next
          onRace={() =>
            race(
              own.trackId,
              clones.map(({ id }) => ({ kind: 'policy', id })),
            )
          }
          onParting={onParting}
        />
      ) : null}
    </div>
  );
}

/** The right column: the training live, the clones, and how they were chosen. */
function ToSee({ clones, running, race, ride }: Chosen) {
  return (
    <div class="clone-column">
      <TrainingEnd />
      {running ? <LiveTraining now={running} /> : null}
      {clones.length > 0 ? (
        <div class="two">
          {clones.map((policy) => (
            <CloneCard
              key={policy.id}
              policy={policy}
              onRace={() => race(policy.trackId, [{ kind: 'policy', id: policy.id }])}
              onRide={() => ride(policy)}
            />
          ))}
        </div>
      ) : null}
      {clones.length > 0 ? <Candidates policies={clones} /> : null}
      {clones.length === 0 && !running ? <WhatItIs /> : null}
    </div>
  );
}

/** Every track and car with laps of one's own; the car is named only where there are several. */
function PlaceChoice(props: {
  records: readonly TrackRecord[];
  nameOf: (trackId: string) => string;
  chosen: TrackRecord;
  onChoose: (place: Place) => void;
}) {
  const { records, nameOf, chosen, onChoose } = props;
  if (records.length < 2) return null;
  const cars = new Set(records.map(({ car }) => car)).size > 1;
  const options = records.map(({ trackId, car }, k) => ({
    value: String(k),
    label: cars ? `${nameOf(trackId)} · ${t(`car.${car}.name`)}` : nameOf(trackId),
  }));
  return (
    <Segmented
      label={t('clone.track')}
      options={options}
      value={String(records.indexOf(chosen))}
      onChange={(k) => onChoose(records[Number(k)]!)}
    />
  );
}

/** "Clone me": from which laps, and the one button. */
function Order({ own, trackName, again }: { own: TrackRecord; trackName: string; again: boolean }) {
  const asking = useSignal(false);
  const traffic = useSignal(false);
  const corrections = useSignal(false);
  const busy = asking.value || isRunning(training.value);
  const ask = async (): Promise<void> => {
    asking.value = true;
    const sees = traffic.value ? 'traffic' : 'road';
    await startTraining({ trackId: own.trackId, car: own.car, sees, corrections: again && corrections.value });
    asking.value = false;
  };
  return (
    <Card title={t('clone.fromTitle')} icon="helmet">
      <dl class="facts">
        <div>
          <dt class="caption">{t('clone.cleanLaps')}</dt>
          <dd class="number big">{own.cleanLaps}</dd>
        </div>
        <div>
          <dt class="caption">{t('clone.bestLap')}</dt>
          <dd class="number big">{lapTime(own.bestLapMs)}</dd>
        </div>
      </dl>
      <p class="note">{t('clone.fromBody', { track: trackName })}</p>
      <label class="tick sees">
        <input
          type="checkbox"
          checked={traffic.value}
          disabled={busy}
          onChange={(event) => {
            traffic.value = event.currentTarget.checked;
          }}
        />
        <span>
          {t('clone.seesTraffic')}
          <span class="note">{t('clone.seesTrafficMeans')}</span>
        </span>
      </label>
      {again ? (
        <label class="tick sees">
          <input
            type="checkbox"
            checked={corrections.value}
            disabled={busy}
            data-testid="corrections"
            onChange={(event) => {
              corrections.value = event.currentTarget.checked;
            }}
          />
          <span>
            {t('clone.corrections')}
            <span class="note">{t('clone.correctionsMean')}</span>
          </span>
        </label>
      ) : null}
      <div class="buttons">
        <Button kind={again ? 'outlined' : 'primary'} icon="clone" disabled={busy} onClick={ask} testId="clone-me">
          {t(again ? 'clone.cloneAgain' : 'clone.cloneMe')}
        </Button>
      </div>
      {trainingFault.value ? (
        <p role="alert" class="field-fault">
          {trainingFault.value}
        </p>
      ) : null}
    </Card>
  );
}

function Next({ onRace, onParting }: { onRace: () => void; onParting: () => void }) {
  return (
    <Card title={t('clone.nextTitle')} icon="flag">
      <p class="note">{t('clone.nextBody')}</p>
      <div class="buttons">
        <Button kind="primary" icon="flag" onClick={onRace} testId="race-clones">
          {t('clone.raceBoth')}
        </Button>
        <Button icon="fork" onClick={onParting} testId="see-parting">
          {t('clone.seeParting')}
        </Button>
      </div>
    </Card>
  );
}

/** How the last training ended, where that needs saying. */
function TrainingEnd() {
  const now = training.value;
  if (!now || isRunning(now) || now.job.state === 'done') return null;
  return (
    <Card title={t(`clone.ended.${now.job.state}`)} icon="warning">
      {now.job.error ? <p>{now.job.error}</p> : null}
      <div class="buttons">
        <Button onClick={() => void startTraining(now)}>{t('app.retry')}</Button>
        <Button kind="quiet" onClick={forgetTraining}>
          {t('clone.dismiss')}
        </Button>
      </div>
    </Card>
  );
}
