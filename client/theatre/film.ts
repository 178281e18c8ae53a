import { signal } from '@preact/signals';
import type { Ticks } from '../../shared/units/units.ts';
import { moved, type Playhead, played, type Speed, stepped, toggled } from './playhead.ts';
import type { Replay } from './replay.ts';
import type { LapShowing, Showing } from './sharelink.ts';
import { openingOf, orderAt } from './timeline.ts';

/** Words and numbers beside the picture are renewed this often while it plays. */
const SHOWN_MS = 80;

/** What is shown of a replay, and the hands on it. */
export class Film {
  readonly replay: Replay;
  /** The moment of the picture, at every frame. */
  head: Playhead;
  /** The same for everything that is not the picture. */
  readonly shown = signal<Playhead>({ tick: 0, playing: false, speed: '1' });
  /** Log index of the car that the camera is on. */
  readonly followed = signal(0);
  /** The whole track instead. */
  readonly whole = signal(false);
  private lastFrame = Number.NaN;
  private lastShown = Number.NEGATIVE_INFINITY;

  constructor(replay: Replay, showing: Showing & Partial<LapShowing>, ownId: string | null) {
    this.replay = replay;
    const { car, tick } = openingOf(replay, showing, ownId);
    this.head = moved({ tick: 0, playing: false, speed: showing.speed }, tick, replay.ticks);
    this.followed.value = car;
    this.shown.value = this.head;
  }

  /** `now` is the browser's frame time stamp, in ms. */
  frame(now: number): void {
    const passed = Number.isNaN(this.lastFrame) ? 0 : (now - this.lastFrame) / 1000;
    this.lastFrame = now;
    if (!this.head.playing) return;
    this.head = played(this.head, passed, this.replay.ticks);
    if (this.head.playing && now - this.lastShown < SHOWN_MS) return;
    this.lastShown = now;
    this.shown.value = this.head;
  }

  toggle(): void {
    this.show(toggled(this.head, this.replay.ticks));
  }

  step(ticks: Ticks): void {
    this.show(stepped(this.head, ticks, this.replay.ticks));
  }

  go(tick: number): void {
    this.show(moved(this.head, tick, this.replay.ticks));
  }

  setSpeed(speed: Speed): void {
    this.show({ ...this.head, speed });
  }

  follow(car: number): void {
    this.followed.value = car;
    this.whole.value = false;
  }

  /** The car in this place at the moment, from 0. */
  followPlace(place: number): void {
    const car = orderAt(this.replay, this.head.tick)[place];
    if (car !== undefined) this.follow(car);
  }

  private show(head: Playhead): void {
    this.head = head;
    this.shown.value = head;
  }
}
