import { z } from 'zod';
import type { Track } from '../track/track.ts';
import type { Metres, Radians, Ticks } from '../units/units.ts';
import { CUE_NAMES } from './cue.ts';
import { NEIGHBOUR_NAMES } from './neighbours.ts';
import {
  CAMERA_BLOCKS,
  type CameraBlock,
  isCameraBlock,
  PICTURE_SIZE,
  type PictureSize,
  pictureNames,
  pictureSizeSchema,
} from './pictures.ts';

/** Policies decide every third tick (20 Hz) and hold in between, unless their specification says otherwise. */
export const DECISION_TICKS = 3;
/** At 60, 20, 10 or 5 Hz. */
export const DECISION_RATES = [1, 3, 6, 12] as const satisfies readonly Ticks[];
export type DecisionTicks = (typeof DECISION_RATES)[number];

/** Ticks for which one decision holds; absent means DECISION_TICKS, so that what was made before this could be said keeps its bytes. */
export const decisionTicksOf = ({ decisionTicks = DECISION_TICKS }: { decisionTicks?: DecisionTicks }): DecisionTicks =>
  decisionTicks;

/** Raised whenever the meaning of any number of any block changes; a policy drives only with the version it learned. */
export const OBSERVATION_VERSION = 1;

/** Blocks of a few numbers each. */
export const NUMBER_BLOCKS = [
  'trackFeatures',
  'obstacle',
  'rangeFinder',
  'motion',
  'neighbours',
  'cue',
  'previousAction',
] as const;
export const OBSERVATION_BLOCKS = [...NUMBER_BLOCKS, ...CAMERA_BLOCKS] as const;
export type ObservationBlock = (typeof OBSERVATION_BLOCKS)[number];

/** How far ahead an obstacle is seen where nothing is said of it. */
export const SIGHT: Metres = 60;

/** What a driver can know, as a list of blocks of numbers; the blocks stand in the given order. And when it looks. */
export const observationSpecSchema = z.strictObject({
  version: z.literal(OBSERVATION_VERSION),
  blocks: z.array(z.enum(OBSERVATION_BLOCKS)).min(1).max(OBSERVATION_BLOCKS.length),
  decisionTicks: z.literal(DECISION_RATES).optional(),
  /** An obstacle or island is in the `obstacle` block from this far before its near rim on; SIGHT if absent. */
  sight: z.number().min(1).max(200).optional(),
  /** Of its pictures; absent means PICTURE_SIZE. */
  camera: pictureSizeSchema.optional(),
});
export type ObservationSpec = z.infer<typeof observationSpecSchema>;

/** Road ahead at these distances, the car's own motion: enough to drive any track without obstacles. */
export const TRACK_FEATURES: ObservationSpec = { version: OBSERVATION_VERSION, blocks: ['trackFeatures'] };
export const TRACK_AND_OBSTACLE: ObservationSpec = {
  version: OBSERVATION_VERSION,
  blocks: ['trackFeatures', 'obstacle'],
};
/** Distances to the road's edges instead of knowledge of the road. */
export const RANGE_FINDER: ObservationSpec = { version: OBSERVATION_VERSION, blocks: ['rangeFinder', 'motion'] };

/** What the front camera shows instead of knowledge of the road; boards, obstacles and cars are in the picture. */
export const FRONT_CAMERA: ObservationSpec = { version: OBSERVATION_VERSION, blocks: ['frontCamera', 'motion'] };
const THREE_CAMERAS: ObservationSpec = {
  version: OBSERVATION_VERSION,
  blocks: ['leftCamera', 'frontCamera', 'rightCamera', 'motion'],
};
const TOP_CAMERA: ObservationSpec = { version: OBSERVATION_VERSION, blocks: ['topCamera', 'motion'] };
/** Of senses that are pictures. */
const CAMERA_SPECS: Partial<Record<Sense, ObservationSpec>> = {
  camera: FRONT_CAMERA,
  threeCameras: THREE_CAMERAS,
  topCamera: TOP_CAMERA,
};
export const isPictureSense = (sense: Sense): boolean => sense in CAMERA_SPECS;

/** The road alone, or the other cars on it too. */
export const SIGHTS = ['road', 'traffic'] as const;
export type Sight = (typeof SIGHTS)[number];

/**
 * What the road is known by: numbers of the road ahead, distances to its edges and obstacles, or pictures: of the front
 * camera, of those on the left and right too, or of the ground from above.
 */
export const SENSES = ['features', 'rangeFinder', 'camera', 'threeCameras', 'topCamera'] as const;
export type Sense = (typeof SENSES)[number];

/** What may be chosen of what a clone knows. */
export interface Senses {
  by?: Sense;
  /** Whether it is told what it did last. */
  previousAction?: boolean;
  decisionTicks?: DecisionTicks;
}

/** What a clone that learns on a track gets to see there. */
export function observationSpecFor(
  track: Track,
  sees: Sight = 'road',
  { by = 'features', previousAction = false, decisionTicks = DECISION_TICKS }: Senses = {},
): ObservationSpec {
  const features = track.hazards.length > 0 ? TRACK_AND_OBSTACLE : TRACK_FEATURES;
  const clear = CAMERA_SPECS[by] ?? (by === 'rangeFinder' ? RANGE_FINDER : features);
  const more: ObservationBlock[] = [];
  if (track.cues.length > 0 && !isPictureSense(by)) more.push('cue');
  if (sees === 'traffic') more.push('neighbours');
  if (previousAction) more.push('previousAction');
  const spec = more.length > 0 ? { ...clear, blocks: [...clear.blocks, ...more] } : clear;
  return decisionTicks === DECISION_TICKS ? spec : { ...spec, decisionTicks };
}

/** Whether a driver is told what it did last. */
export const knowsPreviousAction = ({ blocks }: ObservationSpec): boolean => blocks.includes('previousAction');

/** Whether a driver with these eyes knows of other cars. */
export const seesTraffic = ({ blocks }: ObservationSpec): boolean => blocks.includes('neighbours');

export const LOOK_AHEAD: readonly Metres[] = [4, 8, 12, 18, 25, 35, 50, 70];
export const RAYS = 19;
export const RAY_SPAN: Radians = 2.6;
export const RAY_RANGE: Metres = 60;

const MOTION = ['vx', 'vy', 'yawRate', 'steer'];
const NAMES: Record<Exclude<ObservationBlock, CameraBlock>, readonly string[]> = {
  trackFeatures: [
    'offset',
    'headingErrorSine',
    'headingErrorCosine',
    ...LOOK_AHEAD.flatMap((d) => [`bearing${d}m`, `curvature${d}m`]),
    ...MOTION,
  ],
  obstacle: ['obstacleSeen', 'obstacleDistance', 'obstacleOffset', 'obstacleNear', 'obstacleSide', 'obstacleBearing'],
  rangeFinder: Array.from({ length: RAYS }, (_, k) => `ray${k}`),
  motion: MOTION,
  neighbours: NEIGHBOUR_NAMES,
  cue: CUE_NAMES,
  previousAction: ['previousSteer', 'previousPedal'],
};

const namesOf = (block: ObservationBlock, { camera = PICTURE_SIZE }: ObservationSpec): readonly string[] =>
  isCameraBlock(block) ? pictureNames(block, camera) : NAMES[block];

/** Numbers in one observation, pixels of pictures among them. */
export function observationSize(spec: ObservationSpec): number {
  const { camera = PICTURE_SIZE } = spec;
  const sizes = spec.blocks.map((block) => (isCameraBlock(block) ? camera.width * camera.height : NAMES[block].length));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** What each number of an observation is, for overlays and exports. */
export const observationNames = (spec: ObservationSpec): string[] =>
  spec.blocks.flatMap((block) => namesOf(block, spec));

/** The pictures of an observation, which come first in it; null without any. */
export interface Pictures extends PictureSize {
  cameras: CameraBlock[];
}

export function picturesOf({ blocks, camera = PICTURE_SIZE }: ObservationSpec): Pictures | null {
  const cameras = blocks.filter(isCameraBlock);
  return cameras.length > 0 ? { cameras, width: camera.width, height: camera.height } : null;
}

/** The blocks behind the pictures. */
export const withoutPictures = (spec: ObservationSpec): ObservationSpec => ({
  ...spec,
  blocks: spec.blocks.filter((block) => !isCameraBlock(block)),
});
