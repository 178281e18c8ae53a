import { tookWrongSide } from '../../shared/race/forks.ts';
import { cueInSight } from '../../shared/track/cue.ts';
import type { CarState } from '../../shared/wire/state.ts';
import { Absence } from './absence.ts';
import { driverOf, isCloneDriven, nameOf } from './drivers.ts';
import type { MapMark, Notice, Standing } from './hudmodel.ts';
import { LapTimer } from './laptimer.ts';
import { LapTimes } from './laptimes.ts';
import type { RaceSession } from './session.ts';

const NOTICE_MS = 2600;
const ANNOUNCE_MS = 5000;
/** The order and its gaps are renewed this often while all drive: figures that change faster cannot be read. */
const RANK_MS = 200;
/** The countdown shows one more light each second; all go out at tick 0. */
const TICKS_PER_LIGHT = 60;

/** Turns room state and predicted car into what the HUD shows. */
export class HudWriter {
  private readonly session: RaceSession;
  private readonly timer: LapTimer;
  private readonly laps = new LapTimes();
  private readonly absence = new Absence();
  private notice: Notice;
  private noticeSince = 0;
  private rankedAt = Number.NEGATIVE_INFINITY;
  private falls = 0;
  private announcedAt = Number.NEGATIVE_INFINITY;
  private announced = '';
  private seenTick = Number.NaN;
  /** Of the own car in the frame before; none before the first. */
  private distance = Number.POSITIVE_INFINITY;

  constructor(session: RaceSession) {
    this.session = session;
    this.timer = new LapTimer(session.track.length);
  }

  /** Each frame: follow the clocks that must not miss a tick. */
  follow(): void {
    const { prediction, room } = this.session;
    const own = prediction.predicted;
    if (own && room.state.phase === 'racing' && prediction.ownTick >= 0) {
      const { distance, vx } = own.state;
      this.timer.note(prediction.ownTick, distance, vx);
      if (tookWrongSide(this.session.track, own.state, this.distance)) this.tell('wrongSide', performance.now());
      this.distance = distance;
    }
    // With the first frame of these hands the wheel is theirs again, so this may stand for one patch.
    const { hud, ownCar } = this.session;
    const back = this.absence.justBack(performance.now(), hud.connection.peek() === 'open');
    if (back && ownCar && !ownCar.ridden && ownCar.wheel !== 'own') hud.stoodIn.value = ownCar.wheel;
    if (room.state.tick === this.seenTick) return;
    this.seenTick = room.state.tick;
    this.session.strip.follow();
    room.state.cars.forEach((car, id) => {
      this.session.gaps.note(id, room.state.tick, car.distance);
      const lap = this.laps.note(id, car);
      if (lap && id === room.sessionId) this.ownLapDone(car, lap.ms, lap.best);
    });
  }

  /** Renew every signal; `now` is the frame's time stamp in ms. */
  write(now: number): void {
    const { hud, room } = this.session;
    const { state } = room;
    const own = this.session.ownCar;
    hud.phase.value = state.phase;
    hud.tick.value = state.tick;
    hud.laps.value = state.laps;
    hud.lights.value = state.phase === 'countdown' ? 3 + Math.ceil(state.tick / TICKS_PER_LIGHT) : 0;
    hud.recordedTick.value = state.recordedTick;
    hud.recorder.value = state.recorder;
    hud.lostTicks.value = state.lostTicks;
    hud.jitterMs.value = Math.round(room.clock.jitter());
    if (now - this.rankedAt >= RANK_MS || state.phase !== 'racing') {
      this.rankedAt = now;
      this.writeStandings();
    }
    hud.marks.value = this.marks();
    hud.host.value = state.hostId === room.sessionId;
    hud.contact.value = state.contact;
    hud.spectators.value = state.spectators;
    if (own) this.writeOwn(own, now);
    else this.writeWatched();
    this.announce(now);
  }

  /** A spectator sees the place and the lap of whoever they watch. */
  private writeWatched(): void {
    const { hud, room, watchedId } = this.session;
    const car = room.state.cars.get(watchedId);
    hud.watched.value = watchedId;
    hud.lap.value = Math.min(Math.max(1, car?.lap ?? 1), Math.max(1, hud.laps.value));
    hud.position.value = car?.position || 1;
  }

  private writeOwn(own: CarState, now: number): void {
    const { hud, prediction, controls } = this.session;
    hud.lap.value = Math.min(Math.max(1, own.lap), Math.max(1, hud.laps.value));
    hud.position.value = own.position || 1;
    hud.bestMs.value = own.bestLapMs;
    hud.lastMs.value = own.lastLapMs;
    hud.lapSeconds.value = hud.phase.value === 'racing' && own.finishedMs === 0 ? this.timer.seconds : 0;
    hud.delta.value = this.timer.delta;
    hud.speed.value = prediction.car(prediction.ownId)?.speed ?? 0;
    hud.recorded.value = own.recorded;
    hud.ready.value = own.ready;
    hud.ridden.value = own.ridden ? (own.wheel === 'own' ? 'own' : 'clone') : undefined;
    const shown = controls.shown;
    hud.steer.value = shown.steer / 127;
    hud.pedal.value = shown.pedal / 127;
    if (own.finishedMs > 0) this.tell('home', now);
    else if (own.falls > this.falls) this.tell('respawned', now);
    else if (own.offTrack && this.notice !== 'respawned' && this.notice !== 'wrongSide') this.tell('offTrack', now);
    this.falls = own.falls;
    if (now - this.noticeSince > NOTICE_MS) this.notice = undefined;
    hud.notice.value = this.notice;
    const drawn = prediction.car(prediction.ownId);
    hud.cue.value = (drawn && cueInSight(this.session.track, drawn.distance)?.side) ?? undefined;
  }

  private writeStandings(): void {
    const { hud, room } = this.session;
    const rows: Standing[] = [];
    // A ghost races nobody.
    room.state.cars.forEach((car, id) => {
      if (car.kind !== 'ghost') rows.push(this.standing(id, car));
    });
    rows.sort((a, b) => a.position - b.position);
    const leader = rows[0];
    for (const row of rows) if (row !== leader) row.gap = this.gapTo(leader, row);
    hud.standings.value = rows;
    hud.people.value = rows.filter((row) => row.kind === 'human').length;
    let ready = 0;
    room.state.cars.forEach((car) => {
      if (car.kind === 'human' && car.ready) ready += 1;
    });
    hud.readyPeople.value = ready;
  }

  private standing(id: string, car: CarState): Standing {
    const own = id === this.session.room.sessionId;
    return {
      id,
      own,
      name: nameOf(car),
      kind: car.kind,
      clone: car.kind === 'policy',
      driver: driverOf(car, this.session.ownCar),
      position: car.position || 99,
      lap: car.lap,
      gap: undefined,
      bestLapMs: car.bestLapMs,
      finishedMs: car.finishedMs,
      lapTimesMs: this.laps.of(id),
      offTrack: car.offTrack,
      connected: car.connected,
      ready: car.ready,
      wheel: car.wheel,
      host: id === this.session.room.state.hostId,
      watched: this.session.spectates && id === this.session.watchedId,
    };
  }

  private gapTo(leader: Standing, row: Standing): number | undefined {
    if (leader.finishedMs && row.finishedMs) return (row.finishedMs - leader.finishedMs) / 1000;
    return this.session.gaps.behind(row.id, leader.id);
  }

  private marks(): MapMark[] {
    const { room, prediction } = this.session;
    const marks: MapMark[] = [];
    room.state.cars.forEach((car, id) => {
      const { x, y } = prediction.car(id) ?? car;
      const driver = driverOf(car, this.session.ownCar);
      marks.push({
        id,
        x,
        y,
        driver,
        clone: isCloneDriven(car),
        ghost: car.kind === 'ghost',
        own: id === room.sessionId,
      });
    });
    // The own mark is drawn last, on top.
    return marks.sort((a, b) => Number(a.own) - Number(b.own));
  }

  private ownLapDone(car: CarState, ms: number, best: boolean): void {
    this.timer.finishLap(ms, car.lastLapClean);
    if (car.lastLapClean) this.noteClean(ms);
    if (best) this.session.strip.noteBestLap(this.laps.of(this.session.room.sessionId).length);
    this.tell(best ? 'bestLap' : 'lapDone', performance.now());
  }

  private noteClean(ms: number): void {
    const { hud, room } = this.session;
    const better = (before: number): number => (before === 0 ? ms : Math.min(before, ms));
    hud.bestCleanMs.value = better(hud.bestCleanMs.value);
    if (this.laps.of(room.sessionId).length > 1) hud.bestFlyingMs.value = better(hud.bestFlyingMs.value);
  }

  private tell(notice: Notice, now: number): void {
    this.notice = notice;
    this.noticeSince = now;
  }

  /** The live region hears a change of place or lap, at most every five seconds. */
  private announce(now: number): void {
    const { hud } = this.session;
    if (hud.phase.value !== 'racing' || now - this.announcedAt < ANNOUNCE_MS) return;
    const line = `${hud.position.value}/${hud.standings.value.length}/${hud.lap.value}`;
    if (line === this.announced) return;
    this.announced = line;
    this.announcedAt = now;
    hud.announcement.value = line;
  }
}
