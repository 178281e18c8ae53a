import * as Phaser from 'phaser';
import { calm, settings } from '../connection/settings.ts';
import { type CameraWish, FollowCamera, PLAIN_WISH } from '../view/followcamera.ts';
import { Bubbles } from './bubbles.ts';
import { CarSprites } from './carsprites.ts';
import { Chevrons } from './chevrons.ts';
import { CueLights } from './cuelights.ts';
import { Effects } from './effects.ts';
import { FinishFlag } from './finishflag.ts';
import { placeCamera } from './screen.ts';
import type { RaceSession } from './session.ts';
import { StartGantry } from './startgantry.ts';
import { TrackTiles } from './tracktiles.ts';
import { Trails } from './trails.ts';

/** The race as a picture: track tiles below, cars above, one camera that follows the own car, or the watched one. */
export class RaceScene extends Phaser.Scene {
  private readonly session: RaceSession;
  private readonly follow = new FollowCamera();
  private readonly wish: CameraWish = { ...PLAIN_WISH };
  private tiles: TrackTiles | undefined;
  private cars: CarSprites | undefined;
  private trails: Trails | undefined;
  private chevrons: Chevrons | undefined;
  private cueLights: CueLights | undefined;
  private effects: Effects | undefined;
  private bubbles: Bubbles | undefined;
  private gantry: StartGantry | undefined;
  private flag: FinishFlag | undefined;
  private lastNow = Number.NaN;
  private watched = '';

  constructor(session: RaceSession) {
    super('race');
    this.session = session;
  }

  create(): void {
    this.tiles = new TrackTiles(this, this.session.track);
    this.effects = new Effects(this, this.session);
    this.trails = new Trails(this, this.session);
    this.chevrons = new Chevrons(this, this.session);
    this.cueLights = new CueLights(this, this.session);
    this.cars = new CarSprites(this, this.session);
    this.gantry = new StartGantry(this, this.session);
    this.flag = new FinishFlag(this, this.session);
    this.bubbles = new Bubbles(this, this.session);
  }

  /** `now` is the browser's frame time stamp, in ms. */
  override update(now: number): void {
    const passed = Number.isNaN(this.lastNow) ? 0 : Math.min(0.25, (now - this.lastNow) / 1000);
    this.lastNow = now;
    this.session.frame(now);
    const { width, height } = this.scale;
    this.look(passed, width, height);
    const reach = Math.hypot(width, height) / 2 / this.follow.view.scale;
    this.tiles?.paintNext(this.follow.view);
    this.cars?.place(this.follow.view, passed);
    this.effects?.move(this.follow.view, passed, reach);
    this.trails?.draw();
    this.chevrons?.place();
    this.cueLights?.place();
    this.gantry?.place();
    this.flag?.place(this.follow.view, passed);
    this.bubbles?.place(this.follow.view);
  }

  /** Follow the watched car; another one is there at once. */
  private look(passed: number, width: number, height: number): void {
    const { watchedId, prediction } = this.session;
    const followed = prediction.car(watchedId);
    if (!followed) return;
    if (watchedId !== this.watched) this.follow.cut();
    this.watched = watchedId;
    placeCamera(this.cameras.main, this.follow.follow(followed, passed, width, height, this.wishNow()));
  }

  /** The camera of the settings; with reduced motion north stays up, and speed does not zoom. */
  private wishNow(): CameraWish {
    const { wish } = this;
    const { cameraUp, zoomWithSpeed, zoom } = settings.peek();
    wish.calm = calm.peek();
    wish.northUp = wish.calm || cameraUp === 'north';
    wish.zoomWithSpeed = zoomWithSpeed && !wish.calm;
    wish.zoom = zoom;
    return wish;
  }
}

/**
 * Start Phaser in an element. The canvas renderer serves where WebGL would be drawn by the processor: there it is nearly
 * twice as fast (60 against 36 pictures a second measured on SwiftShader).
 */
export function startScene(parent: HTMLElement, session: RaceSession): () => void {
  const game = new Phaser.Game({
    type: hasFastWebGL() ? Phaser.WEBGL : Phaser.CANVAS,
    parent,
    backgroundColor: '#4C7656',
    scale: { mode: Phaser.Scale.RESIZE, width: '100%', height: '100%' },
    scene: new RaceScene(session),
    audio: { noAudio: true },
    input: { keyboard: false, mouse: false, touch: false, gamepad: false },
    banner: false,
    render: { antialias: true },
    disableContextMenu: false,
  });
  return () => game.destroy(true);
}

function hasFastWebGL(): boolean {
  const context = document.createElement('canvas').getContext('webgl', { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const name = String(context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|software/i.test(name);
}
