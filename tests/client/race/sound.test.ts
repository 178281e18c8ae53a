import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cue, CueWatch, type Moment } from '../../../client/race/sound/cues.ts';
import { engineNote, engineOf, gearAt } from '../../../client/race/sound/engine.ts';
import {
  assignVoices,
  impactLevel,
  nearness,
  panOf,
  rumbleOf,
  slipOf,
  tyreLevel,
} from '../../../client/race/sound/mapping.ts';
import { louder, wavesOf } from '../../../client/race/sound/volume.ts';
import { CARS } from '../../../shared/vehicle/cars.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';

describe('engine', () => {
  const club = engineOf(CLUB_RACER);

  test('its note climbs within a gear and falls at each change, through four changes', () => {
    let gear = 0;
    let falls = 0;
    let before = engineNote(club, 0, 0, 1).hz;
    for (let speed = 0.1; speed < 45; speed += 0.1) {
      const next = gearAt(club, speed, gear);
      const { hz } = engineNote(club, speed, next, 1);
      if (next === gear) expect(hz).toBeGreaterThan(before);
      else expect(hz).toBeLessThan(before);
      falls += Number(next !== gear);
      gear = next;
      before = hz;
    }
    expect(falls).toBe(4);
  });

  test('a speed that wavers about a change does not hunt between two gears', () => {
    let gear = gearAt(club, 17.2, 0);
    const changes = Array.from({ length: 20 }, (_, i) => {
      const next = gearAt(club, i % 2 === 0 ? 16.6 : 17.3, gear);
      const changed = next !== gear;
      gear = next;
      return changed;
    });
    expect(changes).not.toContain(true);
  });

  test('throttle makes it louder and brighter at the same note', () => {
    const [shut, open] = [engineNote(club, 20, 2, 0), engineNote(club, 20, 2, 1)];
    expect(open.hz).toBe(shut.hz);
    expect(open.level).toBeGreaterThan(shut.level);
    expect(open.cutoff).toBeGreaterThan(shut.cutoff);
  });

  test('a lighter car sounds higher at the same share of its top speed, and no car runs out of gears', () => {
    const cars = [...CARS.values()].sort((a, b) => a.mass - b.mass);
    const notes = cars.map((car) => {
      const engine = engineOf(car);
      // Power spent on air drag alone: P = c v³.
      const top = Math.cbrt(car.enginePower / car.drag);
      expect(engine.tops.at(-1)).toBeGreaterThan(top);
      return engineNote(engine, top / 2, gearAt(engine, top / 2, 0), 1).hz;
    });
    expect(notes).toEqual([...notes].sort((a, b) => b - a));
    expect(notes[0]! / notes.at(-1)!).toBeGreaterThan(1.2);
  });

  test('whatever the car does, every level is a gain between nothing and one', () => {
    const speeds = fc.double({ min: 0, max: 200, noNaN: true });
    const pedals = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...CARS.values()), speeds, pedals, pedals, (car, speed, pedal, slip) => {
        const engine = engineOf(car);
        const { hz, level } = engineNote(engine, speed, gearAt(engine, speed, 0), pedal);
        const levels = [level, tyreLevel(slip, speed, 'asphalt'), rumbleOf('gravel', speed).level, nearness(speed)];
        expect(Math.min(...levels)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...levels)).toBeLessThanOrEqual(1);
        expect(hz).toBeGreaterThan(20);
        expect(hz).toBeLessThan(400);
      }),
    );
  });
});

describe('tyres and ground', () => {
  const axles = { frontAxle: 1.2, rearAxle: 1.3 };

  test('a car on the circle that its wheels point along does not slip', () => {
    const yawRate = 0.2;
    const vx = 10;
    const vy = axles.rearAxle * yawRate; // the rear wheels roll where they point
    const steer = Math.atan(((axles.frontAxle + axles.rearAxle) * yawRate) / vx); // Ackermann
    expect(slipOf({ vx, vy, yawRate, steer }, axles)).toBeCloseTo(0, 9);
    expect(slipOf({ vx, vy: vy + vx * Math.tan(0.2), yawRate, steer }, axles)).toBeGreaterThan(0.19);
  });

  test('squeal needs slip, speed and a hard surface', () => {
    expect(tyreLevel(0.05, 20, 'asphalt')).toBe(0);
    expect(tyreLevel(0.25, 20, 'asphalt')).toBeGreaterThan(0.5);
    expect(tyreLevel(0.25, 1, 'asphalt')).toBe(0);
    expect(tyreLevel(0.25, 20, 'grass')).toBe(0);
  });

  test('the road is quiet; kerb, grass and gravel are louder in this order, and nothing is at rest', () => {
    const levels = (['asphalt', 'kerb', 'grass', 'gravel'] as const).map((ground) => rumbleOf(ground, 20).level);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(levels[0]).toBe(0);
    expect(rumbleOf('gravel', 0).level).toBe(0);
  });

  test('full brakes are no collision, a wall at 8 m/s is', () => {
    expect(impactLevel(10 / 30, 1 / 30)).toBe(0);
    expect(impactLevel(8, 1 / 30)).toBeGreaterThan(0.7);
  });
});

describe('other cars', () => {
  test('are heard on their side, and not beyond earshot', () => {
    expect(panOf(18)).toBe(-1);
    expect(panOf(-9)).toBe(0.5);
    expect(nearness(5)).toBe(1);
    expect(nearness(30)).toBeLessThan(nearness(12));
    expect(nearness(60)).toBe(0);
  });

  test('keep their voice while they are among the nearest', () => {
    const voices = ['', '', ''];
    assignVoices(voices, ['a', 'b', 'c']);
    expect(voices).toEqual(['a', 'b', 'c']);
    assignVoices(voices, ['c', 'd', 'a']);
    expect(voices).toEqual(['a', 'd', 'c']);
    assignVoices(voices, ['a']);
    expect(voices).toEqual(['a', '', '']);
  });
});

describe('cues', () => {
  const grid: Moment = {
    phase: 'countdown',
    lights: 0,
    lapKey: 0,
    lastLapMs: 0,
    bestLapMs: 0,
    apart: undefined,
    tick: -180,
    contactTick: -1,
  };
  const racing: Moment = { ...grid, phase: 'racing', tick: 600 };
  const cuesOf = (...moments: Moment[]): string[] => {
    const watch = new CueWatch();
    const cues: Cue[] = [];
    for (const moment of moments) watch.note(moment, cues);
    return cues.map(({ kind }) => kind);
  };

  test('three lights and the start', () => {
    const lights = [1, 1, 2, 2, 3].map((on) => ({ ...grid, lights: on }));
    expect(cuesOf(grid, ...lights, racing, racing)).toEqual(['light', 'light', 'light', 'go']);
  });

  test('the first light is heard when it comes on with the countdown itself', () => {
    expect(cuesOf({ ...grid, phase: 'waiting' }, { ...grid, lights: 1 })).toEqual(['light']);
  });

  test('a lap once, the best lap as such, and none that was there before', () => {
    const first = { ...racing, lapKey: 30_000, lastLapMs: 30_000, bestLapMs: 30_000 };
    const second = { ...racing, lapKey: 61_000, lastLapMs: 31_000, bestLapMs: 30_000 };
    expect(cuesOf(racing, first, first, second, second)).toEqual(['bestLap', 'lap']);
    expect(cuesOf(first, first)).toEqual([]);
  });

  test('the clone leaves once, on its side, and again only after it was back', () => {
    const at = (apart: number): Moment => ({ ...racing, apart });
    expect(cuesOf(at(0), at(2.5), at(1.5), at(2.5), at(0.5), at(-2.5))).toEqual(['leaving', 'leaving']);
    const watch = new CueWatch();
    const cues: Cue[] = [];
    for (const apart of [0, 3]) watch.note(at(apart), cues);
    expect(cues).toEqual([{ kind: 'leaving', pan: -1 }]);
  });

  test('cars that rub against each other are heard once', () => {
    const rub = (tick: number): Moment => ({ ...racing, tick, contactTick: tick });
    expect(cuesOf(racing, rub(610), rub(613), rub(616), rub(700))).toEqual(['impact', 'impact']);
  });
});

describe('volume', () => {
  test('a press goes up to the loudest, then off, then to the quietest', () => {
    let choice = { volume: 0.65, muted: false };
    const waves = Array.from({ length: 4 }, () => {
      choice = louder(choice);
      return wavesOf(choice.muted ? 0 : choice.volume ** 2);
    });
    expect(waves).toEqual([3, 0, 1, 2]);
  });

  test('between the steps a press goes to the next one, and from nothing to the quietest', () => {
    expect(louder({ volume: 0.5, muted: false }).volume).toBe(0.65);
    expect(louder({ volume: 0, muted: false })).toEqual({ volume: 0.33, muted: false });
  });
});
