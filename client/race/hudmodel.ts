import { signal } from '@preact/signals';
import type { Side } from '../../shared/track/cue.ts';
import type { Metres, MetresPerSecond, Seconds, Ticks } from '../../shared/units/units.ts';
import type { Refused } from '../../shared/wire/messages.ts';
import type { CarKind, RacePhase, RecorderHealth, Wheel } from '../../shared/wire/state.ts';
import { Collecting } from './collecting.ts';
import { Conversation } from './conversation.ts';
import type { Targets } from './targets.ts';

/** One line of the tower and of the results. Times in ms since lights out; 0 where the thing has not happened. */
export interface Standing {
  id: string;
  name: string;
  kind: CarKind;
  /** 1 to 8: hue and shape. */
  driver: number;
  own: boolean;
  clone: boolean;
  position: number;
  lap: number;
  /** Behind the leader; undefined while unknown and for the leader. */
  gap: Seconds | undefined;
  bestLapMs: number;
  finishedMs: number;
  lapTimesMs: readonly number[];
  offTrack: boolean;
  connected: boolean;
  /** Said so on the waiting grid. */
  ready: boolean;
  wheel: Wheel;
  /** May change the race and ask people to leave. */
  host: boolean;
  /** Whom the camera follows: a spectator's choice, else oneself. */
  watched: boolean;
}

/** One mark on the minimap. */
export interface MapMark {
  id: string;
  x: Metres;
  y: Metres;
  driver: number;
  clone: boolean;
  ghost: boolean;
  own: boolean;
}

export type Notice = 'home' | 'wrongSide' | 'offTrack' | 'respawned' | 'bestLap' | 'lapDone' | undefined;

/**
 * What the HUD shows, as signals. The scene writes them at most 15 times a second; what did not change does not render.
 */
export class HudModel {
  readonly phase = signal<RacePhase>('waiting');
  readonly tick = signal<Ticks>(0);
  readonly lights = signal(0);
  readonly lap = signal(1);
  readonly laps = signal(1);
  readonly position = signal(1);
  readonly standings = signal<readonly Standing[]>([]);
  readonly marks = signal<readonly MapMark[]>([]);
  readonly lapSeconds = signal<Seconds>(0);
  readonly bestMs = signal(0);
  readonly lastMs = signal(0);
  /** Best own lap without a mistake, and best of these that began on the move; 0 while there is none. */
  readonly bestCleanMs = signal(0);
  readonly bestFlyingMs = signal(0);
  /** What there is to beat; null while that is not known. */
  readonly targets = signal<Targets | null>(null);
  readonly delta = signal<Seconds | undefined>(undefined);
  readonly speed = signal<MetresPerSecond>(0);
  readonly steer = signal(0);
  readonly pedal = signal(0);
  readonly recorded = signal(false);
  readonly recordedTick = signal<Ticks>(-1);
  readonly recorder = signal<RecorderHealth>('recording');
  readonly lostTicks = signal<Ticks>(0);
  readonly latencyMs = signal(0);
  readonly jitterMs = signal(0);
  readonly connection = signal<'open' | 'dropped' | 'lost'>('open');
  readonly notice = signal<Notice>(undefined);
  /** What the board in sight tells. */
  readonly cue = signal<Side | undefined>(undefined);
  readonly ready = signal(false);
  readonly people = signal(1);
  readonly readyPeople = signal(0);
  readonly leaving = signal(false);
  readonly announcement = signal('');
  /** Whether this person is the host of a race that waits. */
  readonly host = signal(false);
  readonly contact = signal(true);
  readonly spectators = signal(0);
  /** Who drove the own car while this person was away; forgotten once told. */
  readonly stoodIn = signal<Exclude<Wheel, 'own'> | undefined>(undefined);
  /** Whose hands the own car is in, where one's clone drives until the wheel is taken; undefined in any other race. */
  readonly ridden = signal<'clone' | 'own' | undefined>(undefined);
  /** The last thing the server did not grant. */
  readonly refusal = signal<Refused['what'] | undefined>(undefined);
  /** Id of the car that a spectator chose. */
  readonly watched = signal('');
  readonly talk = new Conversation();
  readonly collecting = new Collecting();
}
