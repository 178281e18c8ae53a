import type { Track } from '../../shared/track/track.ts';
import { CARS } from '../../shared/vehicle/cars.ts';
import { CLUB_RACER, type VehicleSpec } from '../../shared/vehicle/spec.ts';
import type { PhraseId } from '../../shared/wire/phrases.ts';
import type { CarState } from '../../shared/wire/state.ts';
import { ownStep } from '../connection/ownstep.ts';
import { Prediction } from '../connection/prediction.ts';
import type { RaceWish } from '../connection/raceorder.ts';
import { forgetRace, inputOf, type RaceRoom } from '../connection/room.ts';
import { settingsOpen } from '../view/settingsbutton.tsx';
import { Controls } from './controls.ts';
import { Gaps } from './gaps.ts';
import { HudModel } from './hudmodel.ts';
import { HudWriter } from './hudwriter.ts';
import { Strip } from './strip.ts';

/** HUD text and small pictures are renewed this often. */
const HUD_MS = 1000 / 15;

/** Where a test, a screen reader or a curious person finds the own car: attributes of the HUD's root element. */
export type Telemetry = Pick<HTMLElement, 'dataset'>;

/** One person in one race: the room, their hands, the cars as drawn and what the HUD shows. */
export class RaceSession {
  readonly room: RaceRoom;
  readonly track: Track;
  /** Of the own car. */
  readonly spec: VehicleSpec;
  readonly controls = new Controls();
  readonly hud: HudModel;
  readonly prediction: Prediction;
  /** Without a car of one's own one watches, and chooses whose race it is. */
  readonly spectates: boolean;
  strip: Strip;
  gaps: Gaps;
  private readonly writer: HudWriter;
  private laps: number;
  private lastHud = Number.NEGATIVE_INFINITY;
  private telemetry: Telemetry | undefined;

  /** @param hud goes on from the session before, when the host changes the track while the race waits */
  constructor(room: RaceRoom, track: Track, hud = new HudModel()) {
    this.room = room;
    this.track = track;
    this.hud = hud;
    this.spectates = this.ownCar === undefined;
    this.spec = CARS.get(this.ownCar?.vehicle ?? '') ?? CLUB_RACER;
    this.prediction = new Prediction(room.state, room.sessionId, inputOf(room), ownStep(track, this.spec));
    this.laps = room.state.laps;
    this.strip = new Strip(this);
    this.gaps = new Gaps(track.length * Math.max(1, this.laps));
    this.writer = new HudWriter(this);
    this.hud.phase.value = room.state.phase;
    this.hud.ready.value = this.ownCar?.ready ?? false;
    this.hud.laps.value = room.state.laps;
    this.hud.host.value = room.state.hostId === room.sessionId;
  }

  get ownCar(): CarState | undefined {
    return this.room.state.cars.get(this.room.sessionId);
  }

  /** The car that the camera follows: the own one, or for a spectator the one chosen or the first there is. */
  get watchedId(): string {
    const { cars } = this.room.state;
    if (!this.spectates) return this.room.sessionId;
    const chosen = this.hud.watched.peek();
    return cars.has(chosen) ? chosen : (cars.keys().next().value ?? '');
  }

  /** One picture: drive, predict, and renew the HUD when it is due. `now` is the frame's time stamp (ms). */
  frame(now: number): void {
    this.controls.blocked = this.hud.leaving.value || settingsOpen.peek() || this.room.state.phase === 'finished';
    // Nobody hears what is sent now.
    if (this.hud.connection.peek() === 'lost') return;
    this.followLaps();
    this.prediction.frame(now, () => this.controls.read());
    this.writer.follow();
    if (now - this.lastHud >= HUD_MS) {
      this.lastHud = now;
      this.writer.write(now);
    }
    if (this.telemetry) this.writeTelemetry(this.telemetry.dataset);
  }

  /** Measure the round trip once; what the input clock measures has the server's buffer in it. */
  ping(): void {
    this.room.ping((ms) => {
      this.hud.latencyMs.value = Math.round(ms);
    });
  }

  /** Keep `element`'s data attributes equal to the own car, each frame. */
  report(element: Telemetry | undefined): void {
    this.telemetry = element;
  }

  ready(): void {
    this.hud.ready.value = true;
    this.room.send('ready');
  }

  /** Change the race while it waits; from its host alone. */
  change(settings: Partial<Omit<RaceWish, 'car'>>): void {
    this.hud.refusal.value = undefined;
    this.room.send('settings', settings);
  }

  /** Switch the lights on, ready or not; from the host alone. */
  start(): void {
    this.room.send('start');
  }

  /** Ask a person to leave; from the host alone. */
  kick(id: string): void {
    this.room.send('kick', { id });
  }

  say(phrase: PhraseId): void {
    this.room.send('say', { phrase });
  }

  async leave(): Promise<void> {
    forgetRace();
    const { connection } = this.hud;
    if (!this.spectates && connection.peek() === 'open') this.prediction.letGo();
    this.prediction.dispose();
    if (connection.peek() !== 'lost') await this.room.leave().catch(() => undefined);
  }

  /** What is kept along the race has the race's length, which the host may change while it waits. */
  private followLaps(): void {
    const { laps } = this.room.state;
    if (laps === this.laps) return;
    this.laps = laps;
    this.strip = new Strip(this);
    this.gaps = new Gaps(this.track.length * Math.max(1, laps));
  }

  /** Of the first ghost: where it is at the tick, to the bit, and where it is drawn. */
  private writeGhost(data: DOMStringMap): void {
    const ghost = this.room.state.cars.get('ghost-1');
    const drawn = this.prediction.car('ghost-1');
    if (!ghost || !drawn) return;
    data.ghostAt = `${ghost.x} ${ghost.y} ${ghost.heading}`;
    data.ghostDrawn = `${drawn.x} ${drawn.y} ${drawn.heading}`;
  }

  private writeTelemetry(data: DOMStringMap): void {
    const own = this.prediction.predicted?.state;
    const { state } = this.room;
    data.phase = state.phase;
    data.tick = String(state.tick);
    data.lap = String(this.ownCar?.lap ?? 0);
    data.corrections = String(this.prediction.predicted?.correctionCount ?? 0);
    this.writeGhost(data);
    if (!own) return;
    data.x = own.x.toFixed(3);
    data.y = own.y.toFixed(3);
    data.heading = own.heading.toFixed(4);
    data.vx = own.vx.toFixed(3);
    data.vy = own.vy.toFixed(3);
    data.speed = Math.sqrt(own.vx * own.vx + own.vy * own.vy).toFixed(3);
    data.distance = own.distance.toFixed(3);
  }
}
