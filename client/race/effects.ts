import type * as Phaser from 'phaser';
import type { Metres, Seconds } from '../../shared/units/units.ts';
import { CARS } from '../../shared/vehicle/cars.ts';
import { CLUB_RACER } from '../../shared/vehicle/spec.ts';
import type { CarState } from '../../shared/wire/state.ts';
import { calm } from '../connection/settings.ts';
import type { View } from '../view/followcamera.ts';
import { type CarMotion, follow, stillCar } from './carmotion.ts';
import { Dust } from './dust.ts';
import type { RaceSession } from './session.ts';
import { Skids } from './skids.ts';
import { Sparks } from './sparks.ts';

/** A car's middle is at most this far inside the wall that it touches. */
const TOUCHES: Metres = 2.6;

/** What driving leaves behind: marks, dust, sparks. Only near the view, and nothing that flies under reduced motion. */
export class Effects {
  private readonly session: RaceSession;
  private readonly cars = new Map<string, CarMotion>();
  private readonly skids: Skids;
  private readonly dust: Dust;
  private readonly sparks: Sparks;
  private wasCalm = false;
  private passed: Seconds = 0;
  private view: View | undefined;
  private reach: Metres = 0;

  constructor(scene: Phaser.Scene, session: RaceSession) {
    this.session = session;
    this.skids = new Skids(scene);
    this.dust = new Dust(scene, session.track);
    this.sparks = new Sparks(scene);
  }

  /** @param passed seconds since the last frame  @param reach metres from the view's middle to the screen's corner */
  move(view: View, passed: Seconds, reach: Metres): void {
    const { cars } = this.session.room.state;
    this.view = view;
    this.passed = passed;
    this.reach = reach;
    cars.forEach(this.note);
    if (this.cars.size > cars.size) for (const id of this.cars.keys()) if (!cars.get(id)) this.cars.delete(id);
    const quiet = calm.peek();
    this.skids.fade(passed, quiet);
    if (quiet && !this.wasCalm) {
      this.dust.clear();
      this.sparks.clear();
    }
    this.wasCalm = quiet;
    this.dust.move(passed);
    this.sparks.move(passed);
  }

  /** One car in this frame; made once, so that frames make no functions. */
  private readonly note = (state: CarState, id: string): void => {
    const { prediction, track, room } = this.session;
    const drawn = prediction.car(id);
    const view = this.view;
    if (!drawn || !view || state.kind === 'ghost') return;
    const car = this.carOf(id, state);
    follow(car, drawn, track, this.passed);
    if (Math.hypot(car.x - view.x, car.y - view.y) > this.reach) return;
    this.skids.note(car);
    if (calm.peek()) return;
    if (!car.leapt) this.dust.throwUp(car, car.speed * this.passed);
    this.sparks.noteTouch(car, state.contactTick, room.state.tick, this.cars.values());
    this.sparks.noteWall(car, wallOffset(track, car));
  };

  private carOf(id: string, { vehicle }: CarState): CarMotion {
    const known = this.cars.get(id);
    if (known) return known;
    const car = stillCar(CARS.get(vehicle) ?? CLUB_RACER);
    this.cars.set(id, car);
    return car;
  }
}

/** How far from the centre line a car touches the wall on its side. */
function wallOffset({ wall }: RaceSession['track'], { halfWidth }: CarMotion): Metres {
  return halfWidth + wall - TOUCHES;
}
