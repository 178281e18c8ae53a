import type { RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import { stretchesOf } from '../../../shared/dataset/lap.ts';
import { RECOVERY, recoveryDrives } from '../../../shared/dataset/recovery.ts';
import { drivePasses } from '../../../shared/evaluation/passes.ts';
import { type PassStart, passStarts } from '../../../shared/evaluation/passstarts.ts';
import { policyPilot } from '../../../shared/evaluation/pilot.ts';
import { type ObservationSpec, observationSpecFor } from '../../../shared/observation/spec.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { Material } from '../../../shared/training/material.ts';
import { TRAINING } from '../../../shared/training/settings.ts';
import type { MadeDrives } from '../../../shared/training/teaching.ts';
import type { Metres, Seconds } from '../../../shared/units/units.ts';
import { kernelBytes } from '../../shared/tensor/wasm.ts';
import { type Player, playerName } from '../players.ts';
import { armNamed } from './arms.ts';
import { aheadBy, aroundRock, shareOf, track } from './races.ts';

/** What every training has: gradient steps, tried recoveries around the rock, passes of each network. */
export const GIVEN = { steps: 2000, recoveries: 400, passes: 60 };
/** Of the networks, and of the draws that they drive with. */
export const SEEDS = [1, 2, 3];

/** One training: whose laps, of which how many to the left, how long before the rim the rock is seen. */
export interface TrialOrder {
  arm: string;
  player: Player;
  sight: Seconds;
  left: number;
}

/**
 * How a pass begins: `straight` just before the rock is seen, along the road on the rock's own line, without sideways speed,
 * turn or yaw; `moving` as the player was 0.9 s before the rim, who by then has turned off.
 */
export type Motion = 'straight' | 'moving';

/** How one network drove its passes in one way. */
export interface Driven {
  decoding: string;
  motion: Motion;
  seed: number;
  passes: number;
  crashes: number;
  falls: number;
  left: number;
  right: number;
}

export interface Trial {
  arm: string;
  player: string;
  hands: Player['hands'];
  sight: Seconds;
  sightMetres: Metres;
  /** Of the laps learned from. */
  left: number;
  samples: { human: number; recovery: number };
  coreSeconds: number;
  driven: Driven[];
}

/** Before the rock comes into sight, so that it does so in every pass. */
const LEAD: Metres = 2;
const MOVING: Seconds = 0.9;

/** Train one arm on a player's laps and drive its passes. tfjs must be ready in this thread. */
export async function trialOf(order: TrialOrder, laps: readonly RecordedLap[], given = GIVEN): Promise<Trial> {
  const { player, sight, left } = order;
  const { learned, held } = shareOf(laps, left);
  const sightMetres = aheadBy(learned, sight);
  const observation: ObservationSpec = { ...observationSpecFor(track), sight: sightMetres };
  const { encoder, head, decodings } = armNamed(order.arm);
  const cut = learned.map(aroundRock);
  const drives = recoveryDrives(cut, { ...RECOVERY, segments: given.recoveries });
  const made: MadeDrives[] = [{ way: 'perturb', drives, stride: RECOVERY.stride }];
  const apart = { forget: null, validation: [], validationLaps: [] };
  const material = new Material({ observation, human: stretchesOf(cut), made, ...apart }, encoder);
  const used = process.threadCpuUsage();
  const settings = { ...TRAINING, head, seeds: SEEDS, steps: given.steps };
  const networks = await material.train(settings, kernelBytes(), {});
  const { user, system } = process.threadCpuUsage(used);
  const batch = new PolicyBatch(kernelBytes());
  const driven = decodings.flatMap(({ name, head }) =>
    networks.flatMap(({ network, weights, seed }) => {
      const pilot = policyPilot(batch, batch.add(network, head, material.normaliser, weights), observation, seed + 1);
      return (['straight', 'moving'] as const).map((motion): Driven => {
        const starts = startsOf(held, motion, sightMetres, given.passes);
        const [scores] = drivePasses(pilot, { track, spec: held[0]!.spec, starts });
        const { passes, crashes, falls, left, right } = scores!;
        return { ...{ decoding: name, motion, seed }, ...{ passes, crashes, falls, left, right } };
      });
    }),
  );
  return {
    ...{ arm: order.arm, player: playerName(player), hands: player.hands, sight, left },
    sightMetres: Math.round(sightMetres * 10) / 10,
    samples: { human: material.counts.human, recovery: material.counts.recovery },
    coreSeconds: Math.round((user + system) / 1e5) / 10,
    driven,
  };
}

function startsOf(held: readonly RecordedLap[], motion: Motion, sight: Metres, passes: number): PassStart[] {
  const exact = { passes, seed: 1, sideways: 0, turned: 0 };
  return motion === 'straight'
    ? passStarts(track, held, { ...exact, motion: 'straight', approach: sight + LEAD, spread: 0.3 })
    : passStarts(track, held, { ...exact, motion: 'lap', approach: aheadBy(held, MOVING), spread: 0.1 });
}
