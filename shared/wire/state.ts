import { type SchemaType, schema, t } from '@colyseus/schema';

/** Who moves a car. A ghost is played back and touches nothing. */
export type CarKind = 'human' | 'scripted' | 'policy' | 'ghost';
/** Who has the wheel of a car: whoever it belongs to, or while a person is gone, their clone or a scripted driver. */
export type Wheel = 'own' | 'clone' | 'script';
/** Where a race stands. Frames before `racing` are consumed and ignored. */
export type RacePhase = 'waiting' | 'countdown' | 'racing' | 'finished';

/**
 * Whether laps are being kept: `retrying` while the disk refuses and they wait, `lost` while they wait no more,
 * `stopped` while the recorder itself is started again.
 */
export type RecorderHealth = 'recording' | 'retrying' | 'lost' | 'stopped';

/** The fields that stepping a car reads and writes; float32 on the wire because the simulation rounds them so. */
export const EXACT_FIELDS = ['x', 'y', 'heading', 'vx', 'vy', 'yawRate', 'steer', 'distance', 'stuckTicks'] as const;
export type ExactField = (typeof EXACT_FIELDS)[number];

/**
 * One car. Metres, radians, seconds; speeds in the body frame; `heading` unwrapped.
 *
 * `starvedTick` and `discardedTick` are the last ticks at which the server had no frame of this driver and made one up,
 * or threw a surplus one away: the only two reasons for which a car that touched nobody is corrected. Ticks are −1
 * where the thing has not happened, times 0.
 */
export const CarState = schema(
  {
    x: t.float32().default(0),
    y: t.float32().default(0),
    heading: t.float32().default(0),
    vx: t.float32().default(0),
    vy: t.float32().default(0),
    yawRate: t.float32().default(0),
    steer: t.float32().default(0),
    distance: t.float32().default(0),
    stuckTicks: t.uint16().default(0),
    slot: t.uint8().default(0),
    kind: t.string<CarKind>().default('human'),
    name: t.string().default(''),
    policyId: t.string().default(''),
    /** Whose drive a ghost is: a driver id, whose pseudonym in English its `name` is. */
    ghostOf: t.string().default(''),
    /** Id of its vehicle specification. */
    vehicle: t.string().default(''),
    connected: t.boolean().default(true),
    wheel: t.string<Wheel>().default('own'),
    /** A clone drives it for its person, who takes the wheel by holding a button. */
    ridden: t.boolean().default(false),
    ready: t.boolean().default(false),
    recorded: t.boolean().default(false),
    offTrack: t.boolean().default(false),
    lap: t.uint8().default(0),
    lapStartMs: t.int32().default(0),
    lastLapMs: t.uint32().default(0),
    lastLapClean: t.boolean().default(false),
    bestLapMs: t.uint32().default(0),
    position: t.uint8().default(0),
    finishedMs: t.uint32().default(0),
    falls: t.uint16().default(0),
    starvedTick: t.int32().default(-1),
    starvedTicks: t.uint32().default(0),
    discardedTick: t.int32().default(-1),
    discardedFrames: t.uint32().default(0),
    contactTick: t.int32().default(-1),
  },
  'Car',
);
export type CarState = SchemaType<typeof CarState>;

/**
 * A race as every client of its room sees it.
 *
 * `tick` is 0 at lights out and negative during the countdown. A tick is acknowledged, that is kept whatever happens to
 * the server, once `recordedTick` has passed it; −1 while nothing is recorded.
 */
export const RaceState = schema(
  {
    raceId: t.string().default(''),
    trackId: t.string().default(''),
    physics: t.uint16().default(0),
    phase: t.string<RacePhase>().default('waiting'),
    tick: t.int32().default(0),
    recordedTick: t.int32().default(-1),
    recorder: t.string<RecorderHealth>().default('recording'),
    /** Ticks that the log had to leave out; with any, `recordedTick` stays before the first of them. */
    lostTicks: t.uint32().default(0),
    laps: t.uint8().default(0),
    contact: t.boolean().default(true),
    code: t.string().default(''),
    /** Session id of the person who may start, change and close the race while it waits, and ask people to leave. */
    hostId: t.string().default(''),
    /** People who watch without a car. */
    spectators: t.uint8().default(0),
    cars: t.map(CarState),
  },
  'RaceState',
);
export type RaceState = SchemaType<typeof RaceState>;
