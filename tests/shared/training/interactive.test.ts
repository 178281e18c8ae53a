import { beforeAll, describe, expect, test } from 'vitest';
import { ticksOf } from '../../../shared/dataset/lap.ts';
import { samplesOfDrives } from '../../../shared/dataset/samples.ts';
import { expertOf } from '../../../shared/driver/expert.ts';
import { OwnPathDriver } from '../../../shared/driver/ownpath.ts';
import { TRACK_FEATURES } from '../../../shared/observation/spec.ts';
import { DAGGER, dagger } from '../../../shared/training/dagger.ts';
import { GATED, gated } from '../../../shared/training/gated.ts';
import { type Course, driveTogether, fitNovice, NOVICE, type Novice } from '../../../shared/training/interactive.ts';
import { NOVICE_NAMES, noviceOf, noviceSight } from '../../../shared/training/novices.ts';
import { SafeSet } from '../../../shared/training/safeset.ts';
import { showLaps } from '../../../shared/training/showing.ts';
import { CLUB_RACER as spec } from '../../../shared/vehicle/spec.ts';
import { readState, restingState } from '../../../shared/vehicle/state.ts';
import { loadTrack } from '../driver/racing.ts';
import { kernelBytes, startWasm } from '../tensor/wasm.ts';

const track = loadTrack('tests/tracks/ring150.json');
const ideal = () => expertOf({ kind: 'ideal', track, spec, seed: 0, session: 0 });
const laps = showLaps(ideal(), { track, spec }, 3, 'shown');
const course: Course = { track, spec, observation: TRACK_FEATURES, shown: laps.slice(1, 2), expert: ideal };
const tools = () => ({ kernelBytes: kernelBytes() });
const start = restingState();
readState(laps[1]!.states, 60 * 8, start);

let novice: Novice;
beforeAll(async () => {
  await startWasm();
  novice = await fitNovice(course, course.shown, { ...NOVICE, hidden: [8], steps: 30 }, tools());
});

describe('laps that an expert shows', () => {
  test('follow each other, and an ideal expert repeats itself but for rounding', () => {
    expect(laps.map(({ number, clean }) => [number, clean])).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ]);
    expect([...laps[1]!.states.slice(0, 8)]).toEqual([...laps[0]!.states.slice(-8)]);
    expect(Math.abs(laps[2]!.timeMs - laps[1]!.timeMs)).toBeLessThanOrEqual(10);
    for (const lap of laps) expect(lap.states.length).toBe((ticksOf(lap) + 1) * 8);
  });

  test('are driven again by whoever follows one of them, beyond its end', () => {
    const follower = new OwnPathDriver({ track, spec, car: 0, path: laps[1]!.states });
    const again = showLaps(follower, { track, spec }, 3, 'again');
    expect(again.every(({ clean }) => clean)).toBe(true);
    expect(Math.abs(again[2]!.timeMs / laps[2]!.timeMs - 1)).toBeLessThan(0.02);
  });

  test('by the ideal expert are refused where there is something in the way', () => {
    const obstacle = loadTrack('assets/tracks/obstacle.json');
    expect(() => expertOf({ kind: 'ideal', track: obstacle, spec, seed: 0, session: 0 })).toThrow(/keyboard or pad/);
  });
});

describe('two in one car', () => {
  test('with the expert at the wheel drive the expert’s lap, every moment an answer', () => {
    const drive = driveTogether(course, {
      ...{ start, expert: ideal(), novice, laps: 1, keep: 'always', referee: () => 'expert' },
    });
    expect(drive).toMatchObject({ falls: 0, interventions: 1 });
    expect(drive.drives).toHaveLength(1);
    expect(drive.laps).toBeCloseTo(1, 2);
    expect(drive.expertSeconds).toBeCloseTo(laps[1]!.timeMs / 1000, 0);
    // The lap that was shown, from the same moment on.
    expect([...drive.drives[0]!.frames.slice(0, 200)]).toEqual([...laps[1]!.frames.slice(120, 320)]);
  });

  test('the expert answers for states that the novice got into, and the novice’s own actions are no labels', () => {
    const drive = driveTogether(course, {
      ...{ start, expert: ideal(), novice, laps: 0.5, keep: 'always', referee: () => 'novice' },
    });
    const samples = samplesOfDrives(drive.drives, TRACK_FEATURES);
    const shown = samplesOfDrives(course.shown, TRACK_FEATURES);
    const widest = (observations: Float32Array): number =>
      Math.max(...Array.from({ length: observations.length / 23 }, (_, i) => Math.abs(observations[i * 23]!)));
    expect(drive.expertSeconds).toBe(0);
    expect(widest(samples.observations)).toBeGreaterThan(widest(shown.observations));
    expect(samples.size).toBeGreaterThan(100);
  });

  test('only what hands on the wheel did is kept, in drives without a jump', () => {
    const drive = driveTogether(course, {
      ...{ start, expert: ideal(), novice, laps: 1, keep: 'driving' },
      referee: (_, tick) => (tick % 100 < 40 ? 'expert' : 'novice'),
    });
    const kept = drive.drives.reduce((sum, { frames }) => sum + frames.length / 2, 0);
    expect(kept / 60).toBeCloseTo(drive.expertSeconds, 6);
    expect(drive.drives.length).toBeGreaterThanOrEqual(drive.interventions);
    for (const { states } of drive.drives) {
      for (let row = 8; row < states.length - 8; row += 8) {
        expect(Math.hypot(states[row]! - states[row - 8]!, states[row + 1]! - states[row - 7]!)).toBeLessThan(1);
      }
    }
  });
});

describe('DAgger', () => {
  test('asks for an answer at every moment of every round, and learns from all of them', async () => {
    const rounds = await dagger(
      course,
      { ...DAGGER, rounds: 2, novice: { ...NOVICE, hidden: [8], steps: 30 }, seed: 3 },
      tools(),
    );
    expect(rounds.map(({ round }) => round)).toEqual([0, 1, 2]);
    expect(rounds[0]).toMatchObject({ answers: 0, drive: null });
    for (const { novice, answers, drive } of rounds.slice(1)) {
      expect(novice.labels).toBe(rounds[0]!.novice.labels + answers);
      expect(drive).toMatchObject({ interventions: 0, expertSeconds: 0 });
      expect(drive!.labels).toBeGreaterThan(300);
    }
  });

  test('with β = 1 the expert drives: nothing goes wrong, and nothing new is seen', async () => {
    const settings = { ...DAGGER, rounds: 1, beta: () => 1, novice: { ...NOVICE, hidden: [8], steps: 30 }, seed: 3 };
    const [, round] = await dagger(course, settings, tools());
    expect(round!.drive).toMatchObject({ falls: 0, interventions: 1 });
    expect(round!.drive!.expertSeconds).toBeCloseTo(laps[1]!.timeMs / 1000, 0);
  });

  test('comes out the same for the same seed', async () => {
    const settings = { ...DAGGER, rounds: 1, novice: { ...NOVICE, hidden: [8], steps: 30 }, seed: 3 };
    const [once, again] = [await dagger(course, settings, tools()), await dagger(course, settings, tools())];
    expect(again[1]!.novice.trained.weights).toEqual(once[1]!.novice.trained.weights);
  });
});

describe('human-gated', () => {
  const settings = { ...GATED, rounds: 1, novice: { ...NOVICE, hidden: [8], steps: 30 }, seed: 3 };

  test('a novice that strays has the wheel taken, and only those seconds are learned', async () => {
    const [first, round] = await gated(course, settings, tools());
    expect(round!.drive!.interventions).toBeGreaterThan(0);
    expect(round!.drive!.expertSeconds).toBeGreaterThan(0.5);
    expect(round!.answers).toBe(round!.novice.labels - first!.novice.labels);
    expect(round!.answers).toBeLessThanOrEqual(Math.round(round!.drive!.expertSeconds * 60));
  });

  test('a slower reaction leaves more to the novice', async () => {
    const blind = { ...settings, reaction: 1e6 };
    const [, round] = await gated(course, blind, tools());
    expect(round!.drive).toMatchObject({ interventions: 0, labels: 0 });
  });

  test('the expert’s own lap is safe, a lap beside it is not', () => {
    const safe = new SafeSet(course.shown);
    const state = restingState();
    for (let tick = 0; tick < ticksOf(laps[1]!); tick += 7) {
      readState(laps[1]!.states, tick * 8, state);
      expect(safe.holds(state, GATED.back)).toBe(true);
      const aside = { ...state, x: state.x - 2 * Math.sin(state.heading), y: state.y + 2 * Math.cos(state.heading) };
      expect(safe.holds(aside, GATED.leave)).toBe(false);
      expect(safe.holds({ ...state, heading: state.heading + 0.4 }, GATED.leave)).toBe(false);
      expect(safe.holds({ ...state, vx: state.vx + 3 }, GATED.leave)).toBe(false);
      expect(safe.holds({ ...state, vx: state.vx - 3 }, GATED.leave)).toBe(true);
    }
  });
});

test.each(NOVICE_NAMES)('%s is a network that can be trained and drives', async (name) => {
  const observation = noviceSight(name, track);
  const own = await fitNovice({ ...course, observation }, course.shown, { ...noviceOf(name, 1), steps: 20 }, tools());
  const drive = driveTogether(
    { ...course, observation },
    {
      ...{ start, expert: ideal(), novice: own, laps: 0.1, keep: 'always', referee: () => 'novice' },
    },
  );
  expect(drive.laps).toBeGreaterThan(0);
});
