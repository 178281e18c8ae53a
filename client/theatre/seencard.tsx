import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { ALONE } from '../../shared/observation/neighbours.ts';
import { observe } from '../../shared/observation/observe.ts';
import {
  decisionTicksOf,
  type ObservationSpec,
  observationSize,
  observationSpecFor,
  SENSES,
  type Sense,
} from '../../shared/observation/spec.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Ticks } from '../../shared/units/units.ts';
import { readState, restingState, type VehicleState } from '../../shared/vehicle/state.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { Field } from '../view/field.tsx';
import { Seen } from '../view/seen/seen.tsx';
import type { Film } from './film.ts';
import { type Replay, WIDTH } from './replay.ts';
import { wheelsAt } from './timeline.ts';

/** What each policy of the race sees, by its id. */
export type Eyes = ReadonlyMap<string, ObservationSpec>;

interface SeenProps {
  film: Film;
  track: Track;
  eyes: Eyes;
}

/**
 * What the followed driver's policy saw at its last decision, by the code that it saw it with; for a person, what a clone
 * in their place would have seen. Closed until somebody asks: pictures are drawn for it alone.
 */
export function SeenCard({ film, track, eyes }: SeenProps) {
  const open = useSignal(false);
  const sense = useSignal<Sense>('features');
  const { policyId } = wheelsAt(film.replay, film.shown.value.tick)[film.followed.value]!;
  const own = policyId === null ? undefined : eyes.get(policyId);
  return (
    <Card
      title={t(own ? 'seen.title' : 'seen.titleWould')}
      icon="network"
      class="theatre-seen"
      aside={
        <Button size="small" pressed={open.value} onClick={() => (open.value = !open.value)} testId="seen-open">
          {t(open.value ? 'seen.close' : 'seen.open')}
        </Button>
      }
    >
      {open.value && !own ? (
        <Field label={t('seen.choose')}>
          {(id) => (
            <select
              id={id}
              value={sense.value}
              data-testid="seen-sense"
              onChange={(event) => {
                sense.value = event.currentTarget.value as Sense;
              }}
            >
              {SENSES.map((value) => (
                <option key={value} value={value}>
                  {t(`seen.sense.${value}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      {open.value ? <SeenNow film={film} track={track} spec={own} sense={sense.value} /> : null}
    </Card>
  );
}

function SeenNow({
  film,
  track,
  spec,
  sense,
}: Pick<SeenProps, 'film' | 'track'> & { spec?: ObservationSpec; sense: Sense }) {
  const shown = useMemo(() => spec ?? observationSpecFor(track, 'road', { by: sense }), [spec, sense, track]);
  const { tick } = film.shown.value;
  const numbers = seenAt(film.replay, track, shown, film.followed.value, Math.floor(tick));
  return <Seen spec={shown} numbers={numbers} folded />;
}

/** The observation of a car's driver at its last decision before or at a tick. */
export function seenAt(replay: Replay, track: Track, spec: ObservationSpec, car: number, tick: Ticks): Float32Array {
  const at = tick - (tick % decisionTicksOf(spec));
  const { header, states, steer, pedal } = replay;
  const stateOf = (index: number): VehicleState => {
    const state = restingState();
    readState(states[index]!, at * WIDTH, state);
    return state;
  };
  const company = header.contact ? { cars: states.map((_, index) => stateOf(index)), own: car } : ALONE;
  const done = { steer: (steer[car]![at - 1] ?? 0) / 127, pedal: (pedal[car]![at - 1] ?? 0) / 127 };
  const numbers = new Float32Array(observationSize(spec));
  observe(spec, track, header.cars[car]!.spec, stateOf(car), numbers, 0, { ...company, done });
  return numbers;
}
