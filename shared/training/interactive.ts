import { type LapDemonstration, STATE_WIDTH } from '../dataset/lap.ts';
import { fitNormaliser, type Normaliser } from '../dataset/normaliser.ts';
import { type Drive, samplesOfDrives } from '../dataset/samples.ts';
import type { Driver, Expert } from '../driver/driver.ts';
import { median } from '../evaluation/interval.ts';
import type { ObservationSpec } from '../observation/spec.ts';
import { PolicyBatch } from '../policy/forward.ts';
import type { HeadSpec } from '../policy/head.ts';
import { PolicyCrew } from '../policy/policydriver.ts';
import type { InputFrame } from '../race/frame.ts';
import { Race } from '../race/race.ts';
import type { Track } from '../track/track.ts';
import { type Seconds, TICK, TICK_HZ, type Ticks } from '../units/units.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import { type VehicleState, writeState } from '../vehicle/state.ts';
import { type TrainedNetwork, type TrainingProgress, trainNetworks } from './loop.ts';
import { TRAINING, type TrainingSettings } from './settings.ts';

/** What a novice learns to drive, and of whom: the part that all algorithms with an expert beside have in common. */
export interface Course {
  track: Track;
  spec: VehicleSpec;
  observation: ObservationSpec;
  /** The expert's own laps, before the novice ever drives. */
  shown: readonly LapDemonstration[];
  /** The expert beside the novice, another day each round; called with the number of the round. */
  expert(session: number): Expert;
}

/** A network that can drive the course, and what it is made of. */
export interface Novice {
  head: HeadSpec;
  trained: TrainedNetwork;
  normaliser: Normaliser;
  /** Samples it learned from, each a moment with the expert's answer. */
  labels: number;
  batch: PolicyBatch;
  slot: number;
}

export interface NoviceSettings extends Omit<TrainingSettings, 'seeds'> {
  seed: number;
}

/** Squared error on the default network: labels of one expert have one answer, and the mean of it is right. */
export const NOVICE: NoviceSettings = {
  head: { kind: 'squaredError' },
  hidden: TRAINING.hidden,
  steps: TRAINING.steps,
  batch: TRAINING.batch,
  learningRate: TRAINING.learningRate,
  seed: 1,
};

/** What is there after a round; round 0 is plain cloning of what was shown. */
export interface InteractiveRound {
  round: number;
  novice: Novice;
  /** Of the novice's labels, those that an expert gave beside it, on top of what was shown. */
  answers: number;
  /** The round's drive, by the novice of the round before; null for round 0, which drove none. */
  drive: RoundDrive | null;
}

export interface RoundDrive {
  /** Road lengths covered. */
  laps: number;
  falls: number;
  /** Times that the wheel went from novice to expert. */
  interventions: number;
  expertSeconds: Seconds;
  /** Answers that this round added. */
  labels: number;
}

/** A drive may take this many times the expert's lap for each of its laps. */
const PATIENCE = 2.5;

export interface InteractiveTools extends Pick<TrainingProgress, 'shouldStop' | 'pause'> {
  kernelBytes: Uint8Array<ArrayBuffer>;
  /** 0 to 1 over all rounds. */
  report?(share: number): void;
}

/** Behavioural cloning of everything gathered so far, from fresh weights: π̂ = argmin E over D of ℓ(s, π). */
export async function fitNovice(
  { observation }: Course,
  drives: readonly Drive[],
  { seed, ...settings }: NoviceSettings,
  { kernelBytes, shouldStop, pause }: InteractiveTools,
): Promise<Novice> {
  const samples = samplesOfDrives(drives, observation);
  const normaliser = fitNormaliser([samples]);
  const order = { ...settings, seeds: [seed] };
  const progress = { shouldStop, ...(pause && { pause }) };
  const [trained] = await trainNetworks(samples, null, normaliser, order, progress);
  const batch = new PolicyBatch(kernelBytes);
  const slot = batch.add(trained.network, settings.head, normaliser, trained.weights);
  return { head: settings.head, trained, normaliser, labels: samples.size, batch, slot };
}

/** Who has the wheel of the one car that both sit in, asked before every tick. */
export type Referee = (car: Readonly<VehicleState>, tick: Ticks) => 'expert' | 'novice';

/** A drive with two in the car. */
export interface SharedDrive extends Omit<RoundDrive, 'labels'> {
  /** The moments with the expert's answers, as drives without a break; frames are what the expert wanted. */
  drives: Drive[];
}

export interface SharedDriveSettings {
  start: VehicleState;
  expert: Expert;
  novice: Novice;
  referee: Referee;
  /** Whether the expert's answer counts at every moment, or only while the expert drives. */
  keep: 'always' | 'driving';
  laps: number;
}

/** Ends no race: a shared drive ends by its own rules. */
const NO_END = 1000;

/** Let expert and novice drive one car alone on the track, under the race's rules; both always know what they would do. */
export function driveTogether(course: Course, settings: SharedDriveSettings): SharedDrive {
  const { track, spec, observation } = course;
  const { start, expert, novice, referee, keep, laps } = settings;
  const race = new Race({ track, laps: NO_END, cars: [{ id: 'novice', spec }], contact: false });
  const [car] = race.cars;
  Object.assign(car, start);
  race.startCountdown(0);
  const crew: Driver = new PolicyCrew(novice.batch, [{ car: 0, slot: novice.slot, observation }]);
  const recorder = new AnswerRecorder(track, spec);
  const wishes: InputFrame[] = [];
  const frames: InputFrame[] = [];
  const done: SharedDrive = { drives: recorder.drives, laps: 0, falls: 0, interventions: 0, expertSeconds: 0 };
  const limit = (PATIENCE * laps * median(course.shown.map(({ timeMs }) => timeMs)) * TICK_HZ) / 1000;
  let before: ReturnType<Referee> = 'novice';
  while (race.tick < limit && car.distance - start.distance < laps * track.length) {
    expert.drive(race, wishes);
    crew.drive(race, frames);
    const whose = referee(car, race.tick);
    if (whose === 'expert' && before === 'novice') done.interventions++;
    before = whose;
    if (keep === 'always' || whose === 'expert') recorder.note(car, wishes[0]);
    else recorder.cut();
    if (whose === 'expert') {
      frames[0] = wishes[0];
      done.expertSeconds += TICK;
    } else expert.overruled?.(frames[0]);
    race.step(frames);
    if (!car.events.fell) continue;
    done.falls++;
    recorder.cut();
  }
  recorder.cut();
  done.laps = Math.max(0, car.distance - start.distance) / track.length;
  return done;
}

/** Moments and answers, cut where the car was put somewhere else or the answers did not count. */
class AnswerRecorder {
  readonly drives: Drive[] = [];
  private readonly track: Track;
  private readonly spec: VehicleSpec;
  private states: number[] = [];
  private frames: number[] = [];

  constructor(track: Track, spec: VehicleSpec) {
    this.track = track;
    this.spec = spec;
  }

  note(car: VehicleState, { steer, pedal }: InputFrame): void {
    const at = this.states.length;
    writeState(car, this.states, at);
    this.frames.push(steer, pedal);
  }

  cut(): void {
    const { track, spec, states, frames } = this;
    if (frames.length === 0) return;
    // A drive has a state behind its last frame; nobody learns from it.
    const last = states.slice(-STATE_WIDTH);
    this.drives.push({
      ...{ track, spec, others: new Float32Array(0) },
      states: Float32Array.from([...states, ...last]),
      frames: Int8Array.from(frames),
    });
    this.states = [];
    this.frames = [];
  }
}
