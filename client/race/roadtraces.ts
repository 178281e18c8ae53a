import { locate } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';

/** A car may leave out this much road (a hitch), and step aside this much (a respawn), before its trace is cut. */
const LARGEST_GAP: Metres = 6;
const LARGEST_STEP: Metres = 1.5;

/** The lateral offset of cars at each metre of the race they have driven: what the unrolled road shows. */
export class RoadTraces {
  private readonly track: Track;
  private readonly metres: number;
  private readonly traces = new Map<string, Float32Array>();
  private readonly last = new Map<string, { distance: Metres; offset: Metres }>();

  /** @param roadLength metres of the whole race */
  constructor(track: Track, roadLength: Metres) {
    this.track = track;
    this.metres = Math.ceil(roadLength) + 1;
  }

  note(id: string, x: Metres, y: Metres, distance: Metres): void {
    const { offset } = locate(this.track, x, y, distance);
    const last = this.last.get(id);
    this.last.set(id, { distance, offset });
    if (!last || distance <= last.distance || distance - last.distance > LARGEST_GAP) return;
    if (Math.abs(offset - last.offset) > LARGEST_STEP) return;
    const trace = this.traceOf(id);
    const slope = (offset - last.offset) / (distance - last.distance);
    for (let metre = Math.max(0, Math.ceil(last.distance)); metre <= distance && metre < this.metres; metre++) {
      trace[metre] = last.offset + (metre - last.distance) * slope;
    }
  }

  /** Offset at a whole metre of the race, + left; NaN where the car has not been. */
  at(id: string, metre: number): Metres {
    return metre < 0 ? Number.NaN : (this.traces.get(id)?.[metre] ?? Number.NaN);
  }

  /** Where the car is now. */
  now(id: string): { distance: Metres; offset: Metres } | undefined {
    return this.last.get(id);
  }

  private traceOf(id: string): Float32Array {
    const trace = this.traces.get(id) ?? new Float32Array(this.metres).fill(Number.NaN);
    this.traces.set(id, trace);
    return trace;
  }
}
