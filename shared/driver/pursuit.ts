import { atan, clamp, cos, hypot, sin } from '../exact/trigonometry.ts';
import type { Metres, Radians, Seconds } from '../units/units.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import type { VehicleState } from '../vehicle/state.ts';
import { commandFor } from '../vehicle/steering.ts';
import type { Controls } from '../vehicle/step.ts';
import { pedalFor } from './hands.ts';
import { catchSlide } from './slide.ts';

/** Steer angle added per yaw rate error: damps the car's own swing. */
const YAW_DAMPING: Seconds = 0.04;
/** Extra steer angle per v², for a car that understeers a little at its limit. */
const UNDERSTEER = 0.0002;

/**
 * Pure pursuit: the steering command in [−1, 1] (+ left) whose circle leads the car through a point.
 *
 *   κ = 2 y / (x² + y²) in the car's frame,   δ = atan(κ L) (1 + 2e-4 v²) − 0.04 (r − κ v)
 *
 * Source: Coulter 1992, "Implementation of the pure pursuit path tracking algorithm".
 */
export function steerTowards(state: VehicleState, spec: VehicleSpec, x: Metres, y: Metres): number {
  const c = cos(state.heading);
  const s = sin(state.heading);
  const dx = x - state.x;
  const dy = y - state.y;
  const ahead = dx * c + dy * s;
  const aside = dy * c - dx * s;
  const curvature = (2 * aside) / Math.max(1e-6, ahead * ahead + aside * aside);
  const speed = Math.max(state.vx, 4);
  const wheelbase = spec.frontAxle + spec.rearAxle;
  const turn: Radians = atan(curvature * wheelbase) * (1 + UNDERSTEER * speed * speed);
  const angle = turn - YAW_DAMPING * (state.yawRate - curvature * speed);
  return commandFor(spec, state, angle);
}

/** How far ahead a driver aims who looks `seconds` of travel ahead. */
export const aimDistance = (speed: number, seconds: Seconds): Metres => clamp(Math.max(speed, 4) * seconds + 2, 4, 25);

/** Values in each row of a recorded path: the order of STATE_FIELDS. */
const ROW = 8;
const SEARCH_TICKS = 12;
const LOOK_AHEAD: Seconds = 0.45;
/** The speed is taken this much further along the recording, to make up for the tracker's lag. */
const SPEED_LEAD_TICKS = 9;

/**
 * Drives a car back to and along a recorded path, at the recorded speed.
 *
 * The path is rows of (x y heading vx …) one tick apart, float32, no jumps in it.
 */
export class PathFollower {
  private readonly path: Float32Array;
  private readonly spec: VehicleSpec;
  private readonly end: number;
  private row: number;
  private aimed = 0;

  /** @param start row to begin at; rows up to, not including, `end` may be looked at. */
  constructor(path: Float32Array, spec: VehicleSpec, start: number, end: number = path.length / ROW) {
    this.path = path;
    this.spec = spec;
    this.row = start;
    this.end = end;
  }

  /** The row nearest to the car, never behind an earlier one. */
  get nearest(): number {
    return this.row;
  }

  /** Whether the path was too short to aim at a point far enough ahead, last time. */
  get ended(): boolean {
    return this.aimed >= this.end - 1;
  }

  /** @param hurry speed wanted beyond the recorded one. */
  follow(state: VehicleState, out: Controls, hurry = 0): void {
    this.advance(state);
    this.aimed = this.aim(aimDistance(state.vx, LOOK_AHEAD));
    const aim = this.aimed;
    out.steer = steerTowards(state, this.spec, this.path[aim * ROW], this.path[aim * ROW + 1]);
    const wanted = this.path[Math.min(this.end - 1, this.row + SPEED_LEAD_TICKS) * ROW + 3];
    out.pedal = pedalFor(wanted + hurry - state.vx);
    catchSlide(state, this.spec, out);
  }

  private advance(state: VehicleState): void {
    let best = Number.POSITIVE_INFINITY;
    const stop = Math.min(this.end - 1, this.row + SEARCH_TICKS);
    for (let j = this.row; j < stop; j++) {
      const dx = this.path[j * ROW] - state.x;
      const dy = this.path[j * ROW + 1] - state.y;
      const square = dx * dx + dy * dy;
      if (square < best) {
        best = square;
        this.row = j;
      }
    }
  }

  /** The first row at least `distance` along the path from the nearest one. */
  private aim(distance: Metres): number {
    let j = this.row;
    let travelled = 0;
    while (j < this.end - 1 && travelled < distance) {
      const a = j * ROW;
      travelled += hypot(this.path[a + ROW] - this.path[a], this.path[a + ROW + 1] - this.path[a + 1]);
      j++;
    }
    return j;
  }
}
