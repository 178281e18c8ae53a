import type * as Phaser from 'phaser';
import type { View } from '../view/followcamera.ts';

/** Pixels a metre of Phaser's own plane: the resolution of the painted track. */
export const PLANE_SCALE = 12;

/**
 * From the world (metres, y north) to Phaser's plane (pixels, y down). The only place where y flips.
 */
export const planeX = (x: number): number => x * PLANE_SCALE;
export const planeY = (y: number): number => -y * PLANE_SCALE;
/** Phaser turns clockwise, the world counter-clockwise. */
export const planeRotation = (heading: number): number => -heading;

/** Point Phaser's camera so that `view.up` goes up the screen. */
export function placeCamera(camera: Phaser.Cameras.Scene2D.Camera, view: View): void {
  camera.setZoom(view.scale / PLANE_SCALE);
  camera.setRotation(view.up - Math.PI / 2);
  camera.centerOn(planeX(view.x), planeY(view.y));
}

/** Metres of the world shown by one screen pixel upwards: (x, y) for labels that stand above a car. */
export function screenUp(view: View): { x: number; y: number } {
  return { x: Math.cos(view.up) / view.scale, y: Math.sin(view.up) / view.scale };
}
