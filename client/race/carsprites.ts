import type * as Phaser from 'phaser';
import type { Radians, Seconds } from '../../shared/units/units.ts';
import type { CarState } from '../../shared/wire/state.ts';
import type { DrawnCar } from '../connection/pose.ts';
import { t } from '../locale/locale.ts';
import type { View } from '../view/followcamera.ts';
import { paintTag } from '../view/nametag.ts';
import { palette } from '../view/palette.ts';
import type { CarLook } from '../view/world.ts';
import { Braking } from './braking.ts';
import { CAR_ZOOM, CarTextures, wheelStep } from './cartextures.ts';
import { driverOf, isCloneDriven, nameOf } from './drivers.ts';
import { PLANE_SCALE, planeRotation, planeX, planeY, screenUp } from './screen.ts';
import type { RaceSession } from './session.ts';

/** Metres on the screen from a car's middle up to its name; the own car has its ring in between. */
const TAG_LIFT = 2.7;
const OWN_TAG_LIFT = 3.9;

/** A ghost on one's own line shows no name until it is so many metres away. */
const GHOST_NAME_FROM = 8;

/** Below this a car that stands on its brakes shows no lamps: they are to warn of slowing down. */
const SLOWEST_LAMPS = 1;

const FRESH_FRAMES = 20;

interface Sprite {
  look: string;
  paint: CarLook;
  /** Frames until it is asked again who this is: names come through the words of a language. */
  fresh: number;
  /** Step of the front wheels, as painted. */
  wheels: number;
  body: Phaser.GameObjects.Image;
  lamps: Phaser.GameObjects.Image;
  tag: Phaser.GameObjects.Image;
}

/** Every car as a painted texture, its brake lamps upon it, its name above it. */
export class CarSprites {
  private readonly scene: Phaser.Scene;
  private readonly session: RaceSession;
  private readonly sprites = new Map<string, Sprite>();
  private readonly textures: CarTextures;
  private readonly braking = new Braking();

  constructor(scene: Phaser.Scene, session: RaceSession) {
    this.scene = scene;
    this.session = session;
    this.textures = new CarTextures(scene.textures);
  }

  /** Put every car where it is drawn in this frame. @param passed seconds since the last one */
  place(view: View, passed: Seconds): void {
    const { room, prediction } = this.session;
    const up = screenUp(view);
    room.state.cars.forEach((car, id) => {
      const drawn = prediction.car(id);
      if (!drawn) return;
      const own = id === room.sessionId;
      const sprite = this.spriteOf(id, car, own);
      const { body, lamps, tag } = sprite;
      body.setPosition(planeX(drawn.x), planeY(drawn.y)).setRotation(planeRotation(drawn.heading));
      lamps.setPosition(body.x, body.y).setRotation(body.rotation);
      body.setAlpha(car.connected || car.wheel !== 'own' ? 1 : 0.45);
      if (own) this.turnWheels(id, sprite, drawn.steer);
      lamps.setVisible(car.kind !== 'ghost' && this.brakes(id, drawn, passed));
      if (car.kind === 'ghost') tag.setVisible(this.isApart(drawn));
      const lift = (own ? OWN_TAG_LIFT : TAG_LIFT) * view.scale;
      tag.setPosition(planeX(drawn.x + up.x * lift), planeY(drawn.y + up.y * lift));
      tag.setRotation(Math.PI / 2 - view.up).setScale(PLANE_SCALE / view.scale / TAG_RATIO);
    });
    for (const id of this.sprites.keys()) if (!room.state.cars.get(id)) this.remove(id);
  }

  /** Whether a ghost is far enough from the own car for both names to be read. */
  private isApart({ x, y }: DrawnCar): boolean {
    const { prediction } = this.session;
    const own = prediction.car(prediction.ownId);
    return !own || Math.hypot(own.x - x, own.y - y) > GHOST_NAME_FROM;
  }

  private turnWheels(id: string, sprite: Sprite, steer: Radians): void {
    const wheels = wheelStep(steer);
    if (wheels === sprite.wheels) return;
    sprite.wheels = wheels;
    sprite.body.setTexture(this.textures.body(id, sprite.paint, wheels));
  }

  /** The own foot is known; of others, how fast they slow down. */
  private brakes(id: string, { speed }: DrawnCar, passed: Seconds): boolean {
    const { controls, prediction } = this.session;
    const brakes = id === prediction.ownId ? controls.shown.pedal < 0 : this.braking.note(id, speed, passed);
    return brakes && speed > SLOWEST_LAMPS;
  }

  private spriteOf(id: string, car: CarState, own: boolean): Sprite {
    const known = this.sprites.get(id);
    if (known && known.fresh-- > 0) return known;
    const look = `${palette.peek()} ${driverOf(car, this.session.ownCar)} ${car.kind} ${car.wheel} ${car.vehicle} ${nameOf(car)}`;
    if (known) known.fresh = FRESH_FRAMES;
    if (known?.look === look) return known;
    if (known) this.remove(id);
    const driver = driverOf(car, this.session.ownCar);
    const paint: CarLook = {
      driver,
      clone: isCloneDriven(car),
      ghost: car.kind === 'ghost',
      own,
      vehicle: car.vehicle,
    };
    const image = (key: string, depth: number): Phaser.GameObjects.Image =>
      this.scene.add.image(0, 0, key).setScale(CAR_ZOOM).setDepth(depth);
    const sprite = {
      look,
      paint,
      fresh: FRESH_FRAMES,
      wheels: 0,
      body: image(this.textures.body(id, paint, 0), paint.ghost ? 1.8 : own ? 3 : 2),
      lamps: image(this.textures.lamps(car.vehicle), own ? 3.5 : 2.5).setVisible(false),
      tag: this.addTag(id, car, own),
    };
    this.sprites.set(id, sprite);
    return sprite;
  }

  private addTag(id: string, car: CarState, own: boolean): Phaser.GameObjects.Image {
    const look = {
      text: own ? t('race.you') : tagText(car),
      driver: driverOf(car, this.session.ownCar),
      clone: isCloneDriven(car),
      own,
    };
    const canvas = paintTag(look);
    this.scene.textures.addCanvas(`tag-${id}`, canvas);
    return this.scene.add
      .image(0, 0, `tag-${id}`)
      .setOrigin(0.5, 1)
      .setDepth(own ? 5 : 4);
  }

  private remove(id: string): void {
    const sprite = this.sprites.get(id);
    sprite?.body.destroy();
    sprite?.lamps.destroy();
    sprite?.tag.destroy();
    this.textures.forget(id);
    this.scene.textures.remove(`tag-${id}`);
    this.sprites.delete(id);
  }
}

/** Tags are painted at twice their size on the screen, so that they stay sharp. */
const TAG_RATIO = 2;

/** The name, and who drives while that person is away. */
const tagText = (car: CarState): string =>
  car.wheel === 'own' ? nameOf(car) : `${nameOf(car)} · ${t(`race.wheel.${car.wheel}`)}`;
