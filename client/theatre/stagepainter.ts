import type { Track } from '../../shared/track/track.ts';
import { TICK_HZ } from '../../shared/units/units.ts';
import type { DrawnCar } from '../connection/pose.ts';
import type { Area } from '../view/area.ts';
import type { View } from '../view/followcamera.ts';
import { paintRing } from '../view/ground.ts';
import { paintTag } from '../view/nametag.ts';
import { hueOf, shapePath } from '../view/shapes.ts';
import { paintCar } from '../view/world.ts';
import { followView, type Screen, wholeView } from './camera.ts';
import type { Livery } from './liveries.ts';
import { type Replay, WIDTH } from './replay.ts';
import { type Box, stacked } from './tags.ts';
import { Tiles } from './tiles.ts';
import { poseAt } from './timeline.ts';

const GRASS = '#4C7656';
const TARMAC = '#45494F';
const FLAG = '#FFD23F';
/** Below this many pixels a metre a car is its driver's shape. */
const LEAST_CAR_SCALE = 5;
const MARK_RADIUS = 7;
/** Seconds of the way behind each car that are drawn. */
const TRAIL = 3;
/** Painted at twice the size on the screen. */
const TAG_RATIO = 2;

/** What one picture shows. */
export interface Shot {
  tick: number;
  /** Log index of the car the camera is on. */
  followed: number;
  whole: boolean;
  northUp: boolean;
}

/** Draws a replay: ground, ways, cars, names. */
export class StagePainter {
  private readonly canvas: HTMLCanvasElement;
  private readonly replay: Replay;
  private readonly track: Track;
  private readonly tiles: Tiles;
  private readonly area: Area;
  private readonly tags = new Map<string, HTMLCanvasElement>();
  private screen: Screen = { width: 1, height: 1 };
  private ratio = 1;

  constructor(canvas: HTMLCanvasElement, replay: Replay, track: Track) {
    this.canvas = canvas;
    this.replay = replay;
    this.track = track;
    this.tiles = new Tiles(track);
    this.area = extent(track);
  }

  resize(width: number, height: number): void {
    this.ratio = Math.min(2, window.devicePixelRatio || 1);
    this.screen = { width, height };
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
  }

  /** A font has come: paint the names again. */
  forgetTags(): void {
    this.tags.clear();
  }

  /** False while the ground in sight is not all painted yet: draw again. */
  draw(shot: Shot, liveries: readonly Livery[]): boolean {
    const context = this.canvas.getContext('2d', { alpha: false })!;
    const { replay, screen } = this;
    const view = shot.whole
      ? wholeView(this.area, screen)
      : followView(replay, shot.followed, shot.tick, screen, shot.northUp);
    const poses = replay.cars.map((_, car) => poseAt(replay, car, shot.tick));
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = GRASS;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    this.toWorld(context, view);
    paintRing(context, this.track, 0, TARMAC);
    const done = this.tiles.draw(context, view, screen, view.scale * this.ratio);
    // The followed car last, on top.
    const order = liveries
      .map((_, car) => car)
      .sort((a, b) => Number(a === shot.followed) - Number(b === shot.followed));
    for (const car of order) this.paintTrail(context, car, shot.tick, liveries[car]!, view);
    for (const car of order) {
      const followed = car === shot.followed;
      if (view.scale < LEAST_CAR_SCALE) this.paintMark(context, view, poses[car]!, liveries[car]!, followed);
      else this.paintCarAt(context, car, poses[car]!, liveries[car]!, followed);
    }
    this.paintTags(context, view, poses, liveries, order.reverse());
    return done;
  }

  private toWorld(context: CanvasRenderingContext2D, { x, y, up, scale }: View): void {
    const { width, height } = this.canvas;
    context.setTransform(scale * this.ratio, 0, 0, -scale * this.ratio, width / 2, height / 2);
    context.rotate(Math.PI / 2 - up);
    context.translate(-x, -y);
  }

  private paintTrail(context: CanvasRenderingContext2D, car: number, tick: number, livery: Livery, view: View): void {
    const rows = this.replay.states[car]!;
    const last = Math.floor(tick);
    context.beginPath();
    for (let row = Math.max(0, last - TRAIL * TICK_HZ); row <= last; row += 3) {
      context.lineTo(rows[row * WIDTH]!, rows[row * WIDTH + 1]!);
    }
    const { x, y } = poseAt(this.replay, car, tick);
    context.lineTo(x, y);
    context.setLineDash(livery.clone ? [6 / view.scale, 4 / view.scale] : []);
    context.strokeStyle = hueOf(livery.driver);
    context.lineWidth = 2 / view.scale;
    context.stroke();
    context.setLineDash([]);
  }

  private paintCarAt(
    context: CanvasRenderingContext2D,
    car: number,
    pose: DrawnCar,
    livery: Livery,
    own: boolean,
  ): void {
    context.save();
    context.translate(pose.x, pose.y);
    context.rotate(pose.heading);
    const { driver, clone } = livery;
    paintCar(context, { driver, clone, own, vehicle: this.replay.cars[car]!.vehicle, steer: pose.steer });
    context.restore();
  }

  private paintMark(context: CanvasRenderingContext2D, view: View, pose: DrawnCar, livery: Livery, own: boolean): void {
    context.save();
    context.translate(pose.x, pose.y);
    context.scale(1 / view.scale, -1 / view.scale);
    const shape = new Path2D(shapePath(livery.driver, MARK_RADIUS));
    context.fillStyle = livery.clone ? '#16191C' : hueOf(livery.driver);
    context.fill(shape);
    context.setLineDash(livery.clone ? [4, 2] : []);
    context.strokeStyle = own ? FLAG : livery.clone ? hueOf(livery.driver) : '#16191C';
    context.lineWidth = 2;
    context.stroke(shape);
    context.restore();
  }

  private paintTags(
    context: CanvasRenderingContext2D,
    view: View,
    poses: readonly DrawnCar[],
    liveries: readonly Livery[],
    order: readonly number[],
  ): void {
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    const lift = view.scale < LEAST_CAR_SCALE ? MARK_RADIUS + 6 : 3 * view.scale;
    const seen = order.flatMap((car) => {
      const { x, y } = this.toScreen(poses[car]!, view);
      if (x < 0 || y < 0 || x > this.screen.width || y > this.screen.height) return [];
      const tag = this.tagOf(liveries[car]!, car === order[0]);
      const [width, height] = [tag.width / TAG_RATIO, tag.height / TAG_RATIO];
      return [{ tag, box: { x: x - width / 2, y: y - lift - height, width, height } satisfies Box }];
    });
    stacked(seen.map(({ box }) => box)).forEach(({ x, y, width, height }, k) => {
      context.drawImage(seen[k]!.tag, x, y, width, height);
    });
  }

  private toScreen({ x, y }: DrawnCar, view: View): { x: number; y: number } {
    const turn = Math.PI / 2 - view.up;
    const [dx, dy] = [x - view.x, y - view.y];
    return {
      x: this.screen.width / 2 + (dx * Math.cos(turn) - dy * Math.sin(turn)) * view.scale,
      y: this.screen.height / 2 - (dx * Math.sin(turn) + dy * Math.cos(turn)) * view.scale,
    };
  }

  private tagOf({ name, driver, clone }: Livery, own: boolean): HTMLCanvasElement {
    const key = `${name} ${hueOf(driver)} ${driver} ${clone} ${own}`;
    const known = this.tags.get(key);
    if (known) return known;
    const tag = paintTag({ text: name, driver, clone, own });
    this.tags.set(key, tag);
    return tag;
  }
}

function extent({ leftX, rightX, leftY, rightY }: Track): Area {
  const least = (a: Float64Array, b: Float64Array): number =>
    [a, b].flatMap((v) => [...v]).reduce((p, q) => Math.min(p, q));
  const most = (a: Float64Array, b: Float64Array): number =>
    [a, b].flatMap((v) => [...v]).reduce((p, q) => Math.max(p, q));
  return {
    west: least(leftX, rightX),
    east: most(leftX, rightX),
    south: least(leftY, rightY),
    north: most(leftY, rightY),
  };
}
