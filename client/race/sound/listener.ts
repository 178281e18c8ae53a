import { locate } from '../../../shared/track/locate.ts';
import { type Surface, surfaceAt } from '../../../shared/track/surface.ts';
import type { Metres, Seconds } from '../../../shared/units/units.ts';
import { CARS } from '../../../shared/vehicle/cars.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import type { PredictedState } from '../../connection/owncar.ts';
import type { DrawnCar } from '../../connection/pose.ts';
import { Acceleration } from '../acceleration.ts';
import type { RaceSession } from '../session.ts';
import { type Cue, CueWatch } from './cues.ts';
import { type Engine, type EngineNote, engineNote, engineOf, gearAt } from './engine.ts';
import { assignVoices, impactLevel, nearness, panOf, type Rumble, rumbleOf, slipOf, tyreLevel } from './mapping.ts';

/** Other cars that are heard at once. */
export const OTHER_VOICES = 3;

/** One other car's voice; level 0 while nobody has it. */
export interface OtherVoice extends EngineNote {
  pan: number;
}

/** All that sounds at one moment; `own` is undefined while no engine runs. */
export interface Heard {
  own: EngineNote | undefined;
  others: readonly (OtherVoice | undefined)[];
  tyres: number;
  rumble: Rumble;
  cues: readonly Cue[];
}

/** A car that moves this much further than its speed explains was put there: no collision. */
const LEAP: Metres = 1.5;
/** What another car's pedal is taken to do per m/s² of acceleration; its foot is not on the wire. */
const PEDAL_PER_ACCELERATION = 0.2;
const CRUISING = 0.4;

/** The ears of one driver: what the race sounds like from the own car. Call `hear` at most 30 times a second. */
export class Listener {
  private readonly session: RaceSession;
  private readonly watch = new CueWatch();
  private readonly pushes = new Acceleration();
  private readonly voices: string[] = Array.from({ length: OTHER_VOICES }, () => '');
  private readonly gears = new Map<string, number>();
  private readonly engines = new Map<string, Engine>();
  private before: Pick<PredictedState, 'x' | 'y' | 'vx' | 'vy'> | undefined;

  constructor(session: RaceSession) {
    this.session = session;
  }

  /** @param passed seconds since the last call */
  hear(passed: Seconds): Heard {
    const { prediction, hud, controls } = this.session;
    const cues: Cue[] = [];
    this.noteCues(cues);
    const state = prediction.predicted?.state;
    const drawn = prediction.car(prediction.ownId);
    if (!state || !drawn || hud.phase.value === 'finished') return silentBut(cues);
    this.noteImpact(state, passed, cues);
    const surface = this.surfaceUnder(state);
    const pedal = hud.phase.value === 'racing' ? controls.shown.pedal / 127 : 0;
    return {
      own: this.noteOf(prediction.ownId, drawn.speed, pedal),
      others: this.hearOthers(drawn, passed),
      tyres: tyreLevel(slipOf(state, this.session.spec), drawn.speed, surface),
      rumble: rumbleOf(surface, drawn.speed),
      cues,
    };
  }

  private noteCues(cues: Cue[]): void {
    const { hud, ownCar, room, strip } = this.session;
    if (!ownCar) return;
    this.watch.note(
      {
        phase: hud.phase.value,
        lights: hud.lights.value,
        lapKey: ownCar.finishedMs || ownCar.lapStartMs,
        lastLapMs: ownCar.lastLapMs,
        bestLapMs: ownCar.bestLapMs,
        apart: strip.apart.value,
        tick: room.state.tick,
        contactTick: ownCar.contactTick,
      },
      cues,
    );
  }

  private noteImpact({ x, y, vx, vy }: Readonly<PredictedState>, passed: Seconds, cues: Cue[]): void {
    const { before } = this;
    this.before = { x, y, vx, vy };
    if (!before) return;
    const moved = Math.hypot(x - before.x, y - before.y);
    if (moved > Math.hypot(before.vx, before.vy) * passed + LEAP) return;
    const level = impactLevel(Math.hypot(vx - before.vx, vy - before.vy), passed);
    if (level > 0) cues.push({ kind: 'impact', level });
  }

  private surfaceUnder({ x, y, distance }: Readonly<PredictedState>): Surface {
    const { track } = this.session;
    return surfaceAt(track, locate(track, x, y, distance));
  }

  private hearOthers(own: DrawnCar, passed: Seconds): (OtherVoice | undefined)[] {
    const { room, prediction } = this.session;
    const near: { id: string; away: Metres }[] = [];
    room.state.cars.forEach((car, id) => {
      const drawn = prediction.car(id);
      if (id === prediction.ownId || !drawn || !car.connected || car.kind === 'ghost') return;
      this.pushes.note(id, drawn.speed, passed);
      near.push({ id, away: Math.hypot(drawn.x - own.x, drawn.y - own.y) });
    });
    near.sort((a, b) => a.away - b.away);
    assignVoices(
      this.voices,
      near.slice(0, OTHER_VOICES).map(({ id }) => id),
    );
    return this.voices.map((id) => this.hearOther(id, own));
  }

  private hearOther(id: string, own: DrawnCar): OtherVoice | undefined {
    const drawn = id === '' ? undefined : this.session.prediction.car(id);
    if (!drawn) return undefined;
    const [dx, dy] = [drawn.x - own.x, drawn.y - own.y];
    const throttle = CRUISING + this.pushes.of(id) * PEDAL_PER_ACCELERATION;
    const note = this.noteOf(id, drawn.speed, throttle);
    const left = dy * Math.cos(own.heading) - dx * Math.sin(own.heading);
    return { ...note, level: note.level * nearness(Math.hypot(dx, dy)), pan: panOf(left) };
  }

  private noteOf(id: string, speed: number, throttle: number): EngineNote {
    const engine = this.engineIn(id);
    const gear = gearAt(engine, speed, this.gears.get(id) ?? 0);
    this.gears.set(id, gear);
    return engineNote(engine, speed, gear, throttle);
  }

  private engineIn(id: string): Engine {
    const known = this.engines.get(id);
    if (known) return known;
    const engine = engineOf(CARS.get(this.session.room.state.cars.get(id)?.vehicle ?? '') ?? CLUB_RACER);
    this.engines.set(id, engine);
    return engine;
  }
}

export const silentBut = (cues: readonly Cue[]): Heard => ({
  own: undefined,
  others: [],
  tyres: 0,
  rumble: { cutoff: 160, level: 0 },
  cues,
});
