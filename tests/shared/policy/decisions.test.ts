import { expect, test } from 'vitest';
import { STATE_WIDTH } from '../../../shared/dataset/lap.ts';
import { samplesOfDrives } from '../../../shared/dataset/samples.ts';
import { sequencesOf } from '../../../shared/dataset/sequences.ts';
import { policyPilot } from '../../../shared/evaluation/pilot.ts';
import { type Pilot, rollOut } from '../../../shared/evaluation/rollout.ts';
import { seededRandom } from '../../../shared/exact/random.ts';
import {
  DECISION_RATES,
  type DecisionTicks,
  type ObservationSpec,
  observationNames,
  observationSize,
  observationSpecFor,
} from '../../../shared/observation/spec.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { HEADS } from '../../../shared/policy/head.ts';
import { initialWeights, type NetworkSpec } from '../../../shared/policy/network.ts';
import { PolicyCrew } from '../../../shared/policy/policydriver.ts';
import { newCar } from '../../../shared/race/car.ts';
import { frameOf, type InputFrame, NEUTRAL_FRAME } from '../../../shared/race/frame.ts';
import { placeCar } from '../../../shared/race/placing.ts';
import { Race } from '../../../shared/race/race.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { type VehicleState, writeState } from '../../../shared/vehicle/state.ts';
import { loadTrack } from '../driver/racing.ts';
import { kernelBytes } from '../tensor/wasm.ts';

const track = loadTrack('tests/tracks/ring150.json');
const TICKS = 120;

/** Put a policy that learned nothing, which wobbles and drives on, into a batch. */
function addTo(batch: PolicyBatch, observation: ObservationSpec): number {
  const inputs = observationSize(observation);
  const network: NetworkSpec = { inputs, hidden: [16], outputs: 2, activation: 'relu' };
  const random = seededRandom(7);
  const weights = initialWeights(network, random).map((weight) => 2 * weight + 0.05 * random.gaussian());
  weights[weights.length - 1] = 5; // the pedal’s last bias: it never brakes, so no tick is one of waiting
  const normaliser = { mean: new Array(inputs).fill(0), scale: new Array(inputs).fill(1) };
  return batch.add(network, HEADS['squared-error'], normaliser, weights);
}

function start(): VehicleState {
  const car = newCar('0', CLUB_RACER);
  placeCar(track, car, { distance: 20, offset: 0.5, speed: 10 });
  const { x, y, heading, vx, vy, yawRate, steer, distance } = car;
  return { x, y, heading, vx, vy, yawRate, steer, distance };
}

/** Let it drive two seconds; what it saw at each decision, and the drive as it is learned from. */
function driven(observation: ObservationSpec) {
  const batch = new PolicyBatch(kernelBytes());
  const slot = addTo(batch, observation);
  const policy = policyPilot(batch, slot, observation);
  const seen: number[][] = [];
  const states = new Float32Array((TICKS + 1) * STATE_WIDTH);
  const frames = new Int8Array(TICKS * 2);
  writeState(start(), states, 0);
  let held: InputFrame = NEUTRAL_FRAME;
  let tick = 0;
  const pilot: Pilot = {
    ...policy,
    decide(count, observations, actions, rollouts) {
      policy.decide(count, observations, actions, rollouts);
      seen.push([...observations]);
      held = frameOf({ steer: actions[0]!, pedal: actions[1]! });
    },
  };
  const settings = { track, spec: CLUB_RACER, starts: [start()], laps: 1, secondsPerLap: TICKS / 60 };
  rollOut(pilot, {
    ...settings,
    steward: (_, car) => {
      frames.set([held.steer, held.pedal], 2 * tick);
      writeState(car, states, ++tick * STATE_WIDTH);
      return false;
    },
  });
  return { seen, drive: { track, spec: CLUB_RACER, states, frames, others: null } };
}

test.each(DECISION_RATES)('one decision each %i ticks: what is learned from is what was seen', (decisionTicks) => {
  const observation = observationSpecFor(track, 'road', { previousAction: true, decisionTicks });
  const { seen, drive } = driven(observation);
  expect(seen.length).toBe(TICKS / decisionTicks);
  const width = observationSize(observation);
  const { observations, actions, size } = samplesOfDrives([drive], observation);
  expect(size).toBe(TICKS - decisionTicks + 1);
  const [sequence] = sequencesOf([drive], observation).drives;
  expect(sequence!.observations).toEqual(observations);
  const previous = observationNames(observation).indexOf('previousSteer');
  expect(previous).toBe(width - 2);
  seen.forEach((row, k) => {
    const tick = k * decisionTicks;
    expect([...observations.subarray(tick * width, (tick + 1) * width)]).toEqual(row);
    const before = k === 0 ? [0, 0] : [...actions.subarray(2 * (tick - decisionTicks), 2 * (tick - decisionTicks) + 2)];
    expect(row.slice(previous)).toEqual(before);
  });
  expect(new Set(seen.map((row) => row[previous])).size).toBeGreaterThan(3); // it steers
});

test('a crew of different rates decides each at its own beat, as it would alone', () => {
  const rates: DecisionTicks[] = [1, 12, 3, 12];
  const members = rates.map((decisionTicks, car) => ({
    car,
    observation: observationSpecFor(track, 'road', { previousAction: car % 2 === 1, decisionTicks }),
  }));
  const crew = (some: typeof members): PolicyCrew => {
    const batch = new PolicyBatch(kernelBytes());
    return new PolicyCrew(
      batch,
      some.map(({ car, observation }) => ({ car, observation, slot: addTo(batch, observation) })),
    );
  };
  const race = (): Race => {
    const cars = rates.map((_, i) => ({ id: String(i), spec: CLUB_RACER }));
    const begun = new Race({ track, laps: 9, contact: false, cars });
    begun.startCountdown(0);
    return begun;
  };
  const together = framesOf(race(), crew(members));
  for (const member of members) {
    const { car } = member;
    const alone = framesOf(race(), crew([member]));
    const mine = together.map((frames) => frames[car]!);
    expect(mine).toEqual(alone.map((frames) => frames[car]!));
    const changes = mine.flatMap(({ steer }, tick) => (tick > 0 && steer !== mine[tick - 1]!.steer ? [tick] : []));
    expect(changes.length).toBeGreaterThan(2);
    expect(changes.every((tick) => tick % rates[car]! === 0)).toBe(true);
  }
});

function framesOf(race: Race, crew: PolicyCrew): InputFrame[][] {
  return Array.from({ length: TICKS }, () => {
    const frames: InputFrame[] = race.cars.map(() => NEUTRAL_FRAME);
    crew.drive(race, frames);
    race.step(frames);
    return frames;
  });
}

test('a draw is kept for the same time at every rate', () => {
  const network: NetworkSpec = { inputs: 1, hidden: [], outputs: 2, activation: 'relu' };
  const batch = new PolicyBatch(kernelBytes());
  const normaliser = { mean: [0], scale: [1] };
  const flow = { ...network, inputs: 1 + 3 };
  const slot = batch.add(flow, HEADS.flow, normaliser, initialWeights(flow, seededRandom(1)));
  for (const rate of DECISION_RATES) {
    const mind = batch.mind(slot, 5, rate);
    mind.next();
    const first = mind.uniform[0];
    let decisions = 0;
    while (mind.uniform[0] === first) {
      mind.next();
      decisions++;
    }
    expect(decisions * rate).toBe(HEADS.flow.hold * 3);
  }
});
