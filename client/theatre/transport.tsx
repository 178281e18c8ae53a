import { TICK_HZ } from '../../shared/units/units.ts';
import { t } from '../locale/locale.ts';
import { Icon, type IconName } from '../view/icon.tsx';
import { lapTime } from '../view/laptime.ts';
import { Segmented } from '../view/segmented.tsx';
import type { Film } from './film.ts';
import type { Livery } from './liveries.ts';
import { SPEEDS } from './playhead.ts';
import { TimeMarks } from './timemarks.tsx';

export const timeText = (tick: number): string => lapTime((tick / TICK_HZ) * 1000);

/** Play, step, scrub, speed. */
export function Transport({ film, liveries }: { film: Film; liveries: readonly Livery[] }) {
  const { tick, playing, speed } = film.shown.value;
  const { replay } = film;
  const car = film.followed.value;
  const name = liveries[car]!.name;
  const time = timeText(tick);
  return (
    <section class="card theatre-transport" aria-label={t('theatre.transport')}>
      <div class="theatre-buttons">
        <Tool
          icon={playing ? 'pause' : 'play'}
          kind="primary"
          label={t(playing ? 'theatre.pause' : 'theatre.play')}
          testId="play"
          onClick={() => film.toggle()}
        />
        <Tool icon="stepBack" label={t('theatre.stepBack')} testId="step-back" onClick={() => film.step(-1)} />
        <Tool icon="stepOn" label={t('theatre.stepOn')} testId="step-on" onClick={() => film.step(1)} />
      </div>
      <output class="number theatre-time" data-testid="time">
        {time}
      </output>
      <div class="theatre-scrub">
        <TimeMarks replay={replay} car={car} />
        <input
          type="range"
          min={0}
          max={replay.ticks}
          step={1}
          value={Math.floor(tick)}
          aria-label={t('theatre.scrub')}
          aria-valuetext={t('theatre.scrubText', { time, lap: replay.lap[car]![Math.floor(tick)]!, name })}
          data-testid="scrub"
          onInput={(event) => film.go(Number(event.currentTarget.value))}
        />
      </div>
      <Segmented
        label={t('theatre.speed')}
        options={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
        value={speed}
        onChange={(next) => film.setSpeed(next)}
      />
    </section>
  );
}

interface ToolProps {
  icon: IconName;
  kind?: 'primary' | 'quiet';
  label: string;
  testId: string;
  onClick: () => void;
}

/** A button whose words only a screen reader and a resting pointer are told. */
function Tool({ icon, kind = 'quiet', label, testId, onClick }: ToolProps) {
  return (
    <button
      type="button"
      class={`button ${kind} theatre-tool`}
      aria-label={label}
      title={label}
      data-testid={testId}
      onClick={onClick}
    >
      <Icon name={icon} size={22} />
    </button>
  );
}
