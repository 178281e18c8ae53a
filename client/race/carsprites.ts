import type * as Phaser from 'phaser';
import type { CarState } from '../../shared/wire/state.ts';
import { t } from '../locale/locale.ts';
import { paintCar } from '../view/world.ts';
import { driverOf, nameOf } from './drivers.ts';
import type { View } from './followcamera.ts';
import { paintTag } from './nametag.ts';
import { PLANE_SCALE, planeRotation, planeX, planeY, screenUp } from './screen.ts';
import type { RaceSession } from './session.ts';

/** Pixels a metre of a car's texture, and the square it is painted on: the car, its shadow and its ring. */
const CAR_SCALE = 26;
const CAR_METRES = 13;
/** Metres on the screen from a car's middle up to its name; the own car has its ring in between. */
const TAG_LIFT = 2.7;
const OWN_TAG_LIFT = 3.9;

interface Sprite {
  look: string;
  body: Phaser.GameObjects.Image;
  tag: Phaser.GameObjects.Image;
}

/** Every car as a painted texture, its colours baked in (the canvas renderer cannot tint), its name above it. */
export class CarSprites {
  private readonly scene: Phaser.Scene;
  private readonly session: RaceSession;
  private readonly sprites = new Map<string, Sprite>();

  constructor(scene: Phaser.Scene, session: RaceSession) {
    this.scene = scene;
    this.session = session;
  }

  /** Put every car where it is drawn in this frame. */
  place(view: View): void {
    const { room, prediction } = this.session;
    const up = screenUp(view);
    room.state.cars.forEach((car, id) => {
      const drawn = prediction.car(id);
      if (!drawn) return;
      const own = id === room.sessionId;
      const { body, tag } = this.spriteOf(id, car, own);
      body.setPosition(planeX(drawn.x), planeY(drawn.y)).setRotation(planeRotation(drawn.heading));
      body.setAlpha(car.connected ? 1 : 0.45);
      const lift = (own ? OWN_TAG_LIFT : TAG_LIFT) * view.scale;
      tag.setPosition(planeX(drawn.x + up.x * lift), planeY(drawn.y + up.y * lift));
      tag.setRotation(Math.PI / 2 - view.up).setScale(PLANE_SCALE / view.scale / TAG_RATIO);
    });
    for (const id of this.sprites.keys()) if (!room.state.cars.get(id)) this.remove(id);
  }

  private spriteOf(id: string, car: CarState, own: boolean): Sprite {
    const look = `${driverOf(car, this.session.ownCar)} ${car.kind} ${nameOf(car)}`;
    const known = this.sprites.get(id);
    if (known?.look === look) return known;
    if (known) this.remove(id);
    const sprite = { look, body: this.addBody(id, car, own), tag: this.addTag(id, car, own) };
    this.sprites.set(id, sprite);
    return sprite;
  }

  private addBody(id: string, car: CarState, own: boolean): Phaser.GameObjects.Image {
    const size = CAR_METRES * CAR_SCALE;
    const texture = this.scene.textures.createCanvas(`car-${id}`, size, size)!;
    const { context } = texture;
    // Metres, x along the car, y to its left.
    context.setTransform(CAR_SCALE, 0, 0, -CAR_SCALE, size / 2, size / 2);
    const driver = driverOf(car, this.session.ownCar);
    paintCar(context, { driver, clone: car.kind === 'policy', own });
    texture.refresh();
    const body = this.scene.add.image(0, 0, `car-${id}`).setScale(PLANE_SCALE / CAR_SCALE);
    return body.setDepth(own ? 3 : 2);
  }

  private addTag(id: string, car: CarState, own: boolean): Phaser.GameObjects.Image {
    const look = {
      text: own ? t('race.you') : nameOf(car),
      driver: driverOf(car, this.session.ownCar),
      clone: car.kind === 'policy',
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
    sprite?.tag.destroy();
    this.scene.textures.remove(`car-${id}`);
    this.scene.textures.remove(`tag-${id}`);
    this.sprites.delete(id);
  }
}

/** Tags are painted at twice their size on the screen, so that they stay sharp. */
const TAG_RATIO = 2;
