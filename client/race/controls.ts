import { BUTTON_RESPAWN, BUTTON_WHEEL, type InputFrame } from '../../shared/race/frame.ts';
import type { Action } from '../connection/keys.ts';
import { settings } from '../connection/settings.ts';
import { asked } from './bindings.ts';
import { gamepad, stickSteer } from './gamepad.ts';

const DRIVING: readonly Action[] = ['left', 'right', 'throttle', 'brake', 'wheel'];
const FULL = 127;
/** A trigger that is not touched may still report a little. */
const TRIGGER_REST = 0.05;
/** Button of the standard mapping that puts the car back on the road: the upper one of the right four. */
const PAD_RESPAWN = 3;
/** The right bumper: held to take the wheel from one's clone. */
const PAD_WHEEL = 5;
const NO_PAD = { steer: 0, pedal: 0, respawn: false, wheel: false };

/**
 * What the driver's hands do: keyboard, touch and gamepad, read once a tick as an input frame.
 *
 * A key is full lock; the vehicle limits how fast the wheels follow. A gamepad or a touch control that is in use wins over
 * keys that are up. Losing focus or being hidden lets go of everything: throttle is never held for an absent driver.
 */
export class Controls {
  /** Set by touch controls, in [−1, 1]; + left, + throttle. */
  touch = { steer: 0, pedal: 0 };
  /** Set by a button on the screen that is held to take the wheel from one's clone. */
  wheelHeld = false;
  /** While true (a dialog is open, the race is over) nothing is pressed. */
  blocked = false;
  /** The frame of the latest tick, for the HUD. */
  shown: InputFrame = { steer: 0, pedal: 0, buttons: 0 };
  private readonly held = new Set<string>();
  /** Pressed since the last tick: a tap shorter than a frame still counts for one tick. */
  private readonly tapped = new Set<string>();
  private respawn = false;
  /** The gamepad's button for it was down in the last tick. */
  private padRespawn = false;
  /** Browsers name a gamepad only once one of its buttons was pressed. */
  private hasPad = false;

  /** Listen for keys; returns what stops it. */
  attach(target: Window): () => void {
    const down = (event: KeyboardEvent): void => this.keyDown(event);
    const up = (event: KeyboardEvent): void => void this.held.delete(event.code);
    const release = (): void => this.release();
    const hidden = (): void => {
      if (target.document.hidden) this.release();
    };
    const padFound = (): void => {
      this.hasPad = true;
    };
    // It may have been found on another page of ours, which heard the event.
    this.hasPad = typeof gamepad() === 'object';
    target.addEventListener('gamepadconnected', padFound);
    target.addEventListener('keydown', down);
    target.addEventListener('keyup', up);
    target.addEventListener('blur', release);
    target.document.addEventListener('visibilitychange', hidden);
    return () => {
      target.removeEventListener('gamepadconnected', padFound);
      target.removeEventListener('keydown', down);
      target.removeEventListener('keyup', up);
      target.removeEventListener('blur', release);
      target.document.removeEventListener('visibilitychange', hidden);
    };
  }

  release(): void {
    this.held.clear();
    this.tapped.clear();
    this.touch = { steer: 0, pedal: 0 };
    this.wheelHeld = false;
    this.respawn = false;
  }

  askRespawn(): void {
    this.respawn = true;
  }

  /** The controls of one tick. A respawn is asked for in one frame only, however long the key is held. */
  read(): InputFrame {
    this.shown = this.sample();
    return this.shown;
  }

  private sample(): InputFrame {
    const pad = this.hasPad ? readPad() : NO_PAD;
    if (pad.respawn && !this.padRespawn) this.respawn = true;
    this.padRespawn = pad.respawn;
    const respawn = this.respawn && !this.blocked ? BUTTON_RESPAWN : 0;
    this.respawn = false;
    if (this.blocked) return { steer: 0, pedal: 0, buttons: 0 };
    const holds = this.isHeld('wheel') || this.wheelHeld || pad.wheel;
    const steer = Number(this.isHeld('left')) - Number(this.isHeld('right'));
    const pedal = this.isHeld('brake') ? -1 : Number(this.isHeld('throttle'));
    this.tapped.clear();
    return {
      steer: Math.round(FULL * (steer || pad.steer || this.touch.steer)),
      pedal: Math.round(FULL * (pedal || pad.pedal || this.touch.pedal)),
      buttons: respawn | (holds ? BUTTON_WHEEL : 0),
    };
  }

  private isHeld(action: Action): boolean {
    for (const code of settings.peek().keys[action]) if (this.held.has(code) || this.tapped.has(code)) return true;
    return false;
  }

  private keyDown(event: KeyboardEvent): void {
    const action = this.blocked ? undefined : asked(event);
    if (action === 'respawn' && !event.repeat) this.askRespawn();
    if (action === undefined || !DRIVING.includes(action)) return;
    // A focused button must still take Space; the page must not scroll under the arrows.
    if (event.code === 'Space' && event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    this.held.add(event.code);
    this.tapped.add(event.code);
  }
}

/** Left stick and triggers of the first gamepad in the standard mapping. */
function readPad(): typeof NO_PAD {
  const pad = gamepad();
  if (!pad || pad === 'absent') return NO_PAD;
  const brake = pad.buttons[6]?.value ?? 0;
  const throttle = pad.buttons[7]?.value ?? 0;
  return {
    steer: stickSteer(pad.axes[0] ?? 0, settings.peek()),
    pedal: brake > TRIGGER_REST ? -brake : throttle,
    respawn: pad.buttons[PAD_RESPAWN]?.pressed ?? false,
    wheel: pad.buttons[PAD_WHEEL]?.pressed ?? false,
  };
}
