import { expect, test } from 'vitest';
import { replayOf, WIDTH } from '../../../client/theatre/replay.ts';
import { gapBehind, lapMarks, openingOf, orderAt, passage, poseAt } from '../../../client/theatre/timeline.ts';
import { decodeLog, encodeLog } from '../../../shared/episode/codec.ts';
import { publicTrajectory, trajectoryOf } from '../../../shared/episode/trajectory.ts';
import { drive, jostle, RING } from '../../shared/episode/drives.ts';

const race = drive({ cars: 3, ticks: 1500 });
const log = decodeLog(encodeLog(race.log));
const replay = replayOf(log, RING);

test('at every whole tick a car is drawn where its trajectory has it, bit for bit', () => {
  for (const car of [0, 1, 2]) {
    const { columns, rows } = publicTrajectory('e', trajectoryOf(race.log, RING, { car }));
    expect(rows).toHaveLength(replay.ticks + 1);
    for (const row of rows) {
      const of = (name: string) => row[columns.indexOf(name)];
      const pose = poseAt(replay, car, of('tick') as number);
      expect([pose.x, pose.y, pose.heading, pose.distance]).toEqual([of('x'), of('y'), of('heading'), of('distance')]);
    }
  }
});

test('between two ticks a car is on the way', () => {
  const [from, to, half] = [600, 601, 600.5].map((tick) => poseAt(replay, 0, tick));
  expect(half!.x).toBeCloseTo((from!.x + to!.x) / 2, 9);
  expect(half!.heading).toBeCloseTo((from!.heading + to!.heading) / 2, 9);
});

test('a car that is put back is never drawn on the way there', () => {
  const fallen = drive({
    cars: 1,
    ticks: 900,
    meddle: ({ tick }, frames) => {
      if (tick > 200 && tick < 300) frames[0]!.steer = 127;
    },
  });
  const again = replayOf(fallen.log, RING);
  const fall = again.events.find(({ kind }) => kind === 'fall')!;
  const rows = again.states[0]!;
  const x = (tick: number): number => rows[tick * WIDTH]!;
  expect(Math.abs(x(fall.tick + 1) - x(fall.tick))).toBeGreaterThan(1);
  expect(poseAt(again, 0, fall.tick + 0.5).x).toBe(x(fall.tick));
});

test('every second of an unchanged log is equal; a changed frame spoils its second and all that follow', () => {
  expect(replay.seconds).toEqual({ all: 25, equal: 25 });
  const spoilt = decodeLog(encodeLog(race.log));
  const chunk = spoilt.chunks[10]!;
  chunk.steer[7] = chunk.steer[7]! > 0 ? -127 : 127;
  expect(replayOf(spoilt, RING).seconds).toEqual({ all: 25, equal: 10 });
});

test('the order at the last tick is by who came furthest, and the laps stand where the race counted them', () => {
  const furthest = race.race.cars
    .map(({ distance }, car) => ({ distance, car }))
    .sort((a, b) => b.distance - a.distance);
  expect(orderAt(replay, replay.ticks)).toEqual(furthest.map(({ car }) => car));
  for (const car of [0, 1, 2]) {
    const ends = race.results.flatMap(({ events }) =>
      events.flatMap((event) => (event.kind === 'lap' && event.car === car ? [event.tick + 1] : [])),
    );
    expect(ends.length).toBeGreaterThan(0);
    expect(lapMarks(replay, car).map(({ tick }) => tick)).toEqual([0, ...ends]);
  }
});

test('a gap is the time since the car ahead was there', () => {
  const [first, , last] = orderAt(replay, 1200) as [number, number, number];
  const gap = gapBehind(replay, last, first, 1200)!;
  const then = poseAt(replay, first, 1200 - gap * 60);
  // A tick at 20 m/s is a third of a metre; the crossing is interpolated within it.
  expect(then.distance).toBeCloseTo(poseAt(replay, last, 1200).distance, 2);
  expect(gapBehind(replay, first, last, 1200)).toBeUndefined();
  expect(passage(replay, first, 1e6, replay.ticks)).toBeNaN();
});

test('contacts of one touch are one event for each car, with each other’s name', () => {
  const bumped = drive({ cars: 4, ticks: 600, meddle: ({ tick }, frames) => jostle(tick, 3, frames) });
  const { events } = replayOf(bumped.log, RING);
  const contacts = events.flatMap((event) => (event.kind === 'contact' ? [event] : []));
  const touches = bumped.results.reduce((sum, { contacts: pairs }) => sum + pairs.length, 0);
  expect(contacts.length).toBeGreaterThan(0);
  expect(contacts.length).toBeLessThan(2 * touches);
  for (const { tick, car, other } of contacts) {
    expect(contacts).toContainEqual({ tick, car: other, other: car, kind: 'contact' });
  }
});

test('where a car that is not in the log touched one, the event names nobody', () => {
  const bumped = drive({
    cars: 6,
    ticks: 1500,
    recorded: [1, 2],
    meddle: ({ tick }, frames) => jostle(tick, 3, frames),
  });
  const { events, cars, seconds } = replayOf(bumped.log, RING);
  expect(cars.map(({ id }) => id)).toEqual(['c1', 'c2']);
  expect(seconds.equal).toBe(seconds.all);
  expect(events.some((event) => event.kind === 'contact' && event.other === null)).toBe(true);
});

test('a showing opens with the car it names, that of a driver at a lap, or the own', () => {
  const opened = (car: string, ownId: string | null) => openingOf(replay, { tick: 90, car }, ownId);
  expect(opened('c2', 'd-c1')).toEqual({ car: 2, tick: 90 });
  expect(opened('', 'd-c1')).toEqual({ car: 1, tick: 90 });
  expect(opened('gone', null)).toEqual({ car: 0, tick: 90 });
  const lap2 = lapMarks(replay, 1)[1]!;
  const showing = { tick: 0, car: '', driver: 'd-c1', lap: 2 };
  expect(openingOf(replay, showing, null)).toEqual({ car: 1, tick: lap2.tick });
});
