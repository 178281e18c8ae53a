import type { RaceLog } from '../episode/log.ts';
import type { ReplayedTick } from '../episode/resimulate.ts';
import type { LapTime } from '../race/laps.ts';
import type { Race } from '../race/race.ts';
import type { Track } from '../track/track.ts';
import type { Ticks } from '../units/units.ts';
import { writeState } from '../vehicle/state.ts';
import { STATE_WIDTH } from './lap.ts';
import { lapContent } from './lapcontent.ts';
import { type LapManner, mannerOf } from './manner.ts';
import { profileOf } from './profile.ts';
import { addToQuality, flawless, type LapQuality } from './quality.ts';

/** One finished lap of a car, as far as it can be told by itself; how it stands among others comes later. */
export interface DrivenLap {
  /** Log index. */
  car: number;
  /** Tick of the log in which it ended. */
  endTick: Ticks;
  lap: LapTime;
  ticks: Ticks;
  quality: LapQuality;
  manner: LapManner;
  /** profile.ts */
  profile: Uint8Array;
  /** lapcontent.ts */
  content: string;
}

/**
 * Judges every finished lap of a log while it is replayed, beside whatever else looks on: give `visit` and `resumed` to
 * the replay. Only the lap under way is held of each car. Laps in which the car changed hands or that the log knows
 * half of are among them: who asks knows which are whole (LapSummary.partial).
 */
export class LapJudge {
  readonly laps: DrivenLap[] = [];
  private readonly log: RaceLog;
  private readonly track: Track;
  private readonly drives: LapUnderWay[];

  constructor(log: RaceLog, track: Track) {
    this.log = log;
    this.track = track;
    this.drives = log.header.cars.map(() => new LapUnderWay());
    const first = log.chunks[0]?.keyframe;
    const width = first ? first.length / this.drives.length : 0;
    for (const [car, drive] of this.drives.entries()) if (first) drive.begin(first.subarray(car * width));
  }

  readonly visit = (tick: Ticks, race: Race, replayed: ReplayedTick): void => {
    for (const [car, drive] of this.drives.entries()) drive.note(tick, car, race, replayed);
    for (const event of replayed.result.events) {
      if (event.kind !== 'lap') continue;
      const drive = this.drives[event.car];
      const driven = drive.finished(this.track);
      const content = lapContent(this.log, event.car, tick + 1 - driven.ticks, tick + 1);
      this.laps.push({ car: event.car, endTick: tick, lap: event.lap, content, ...driven });
      drive.begin(drive.last());
    }
  };

  /** Behind a gap of the log every car begins anew where it is. */
  readonly resumed = (_: unknown, race: Race): void => {
    const row = new Float32Array(STATE_WIDTH);
    for (const [car, drive] of this.drives.entries()) {
      writeState(race.cars[car], row, 0);
      drive.begin(row);
    }
  };
}

/** The states and frames of one car since its lap began. */
class LapUnderWay {
  private ticks: Ticks = 0;
  /** [(ticks + 1) · 8] and more room. */
  private states = new Float32Array(64 * STATE_WIDTH);
  /** [ticks · 2] and more room. */
  private frames = new Int8Array(64 * 2);
  private quality = flawless();

  /** A new lap from the state that `row` begins with. */
  begin(row: Float32Array): void {
    const state = row.slice(0, STATE_WIDTH);
    this.ticks = 0;
    this.quality = flawless();
    this.states.set(state);
  }

  note(tick: Ticks, car: number, race: Race, replayed: ReplayedTick): void {
    const { steer, pedal } = replayed.frames[car];
    if ((this.ticks + 2) * STATE_WIDTH > this.states.length) this.grow();
    this.frames[this.ticks * 2] = steer;
    this.frames[this.ticks * 2 + 1] = pedal;
    this.ticks++;
    writeState(race.cars[car], this.states, this.ticks * STATE_WIDTH);
    addToQuality(this.quality, tick, car, replayed);
  }

  /** The last state that is known. */
  last(): Float32Array {
    return this.states.subarray(this.ticks * STATE_WIDTH, (this.ticks + 1) * STATE_WIDTH);
  }

  finished(track: Track): Omit<DrivenLap, 'car' | 'endTick' | 'lap' | 'content'> {
    const { ticks, quality } = this;
    const states = this.states.subarray(0, (ticks + 1) * STATE_WIDTH);
    const frames = this.frames.subarray(0, ticks * 2);
    return { ticks, quality, manner: mannerOf({ states, frames }), profile: profileOf({ track, states, frames }) };
  }

  private grow(): void {
    const states = new Float32Array(this.states.length * 2);
    const frames = new Int8Array(this.frames.length * 2);
    states.set(this.states);
    frames.set(this.frames);
    this.states = states;
    this.frames = frames;
  }
}
