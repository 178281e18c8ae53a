import { beforeEach, describe, expect, test } from 'vitest';
import { seatPolicy } from '../../../server/bot/rivals.ts';
import type { PolicySource } from '../../../server/bot/source.ts';
import { Contest } from '../../../server/race/contest.ts';
import { Door } from '../../../server/race/door.ts';
import { type PersonEntrant, personEntrant, type Visitor } from '../../../server/race/entrant.ts';
import type { FrameQueue } from '../../../server/race/jitter.ts';
import { Ride } from '../../../server/race/ride.ts';
import type { RaceServices } from '../../../server/race/services.ts';
import { rideOf, visitorOf } from '../../../server/race/visitors.ts';
import type { LogDriver, RaceLog } from '../../../shared/episode/log.ts';
import { headerOf, RaceRecording } from '../../../shared/episode/recording.ts';
import { resimulate } from '../../../shared/episode/resimulate.ts';
import { EpisodeCounter } from '../../../shared/episode/summary.ts';
import { COUNTDOWN_TICKS } from '../../../shared/race/constants.ts';
import { BUTTON_WHEEL } from '../../../shared/race/frame.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { NO_CONSENT, parseRaceOptions } from '../../../shared/wire/options.ts';
import { linearPolicy } from './linearpolicy.ts';
import { forgetfulRecorder, noPolicies, TRACKS } from './raceserver.ts';

const track = TRACKS.get('ring150')!;
const CONSENT = { ...NO_CONSENT, recorded: true };
const policies: PolicySource = {
  ...noPolicies,
  policy: async (id, driverId) =>
    id === 'p-mine' && driverId === 'd-ada' ? { id, name: 'clone', bytes: linearPolicy().bytes } : null,
};

let buttons = 0;
let silent = false;
const frames = (): FrameQueue =>
  silent
    ? { size: 0, consumedCount: 0, next: () => undefined }
    : { size: 6, consumedCount: 0, next: () => ({ steer: 20, pedal: 60, buttons }) };
const run = (contest: Contest, ticks: number): void => {
  for (let n = 0; n < ticks; n++) contest.tick(frames);
};
beforeEach(() => {
  buttons = 0;
  silent = false;
});

interface Recorded {
  log: RaceLog;
  drivers: { tick: number; driver: LogDriver }[];
}

/** A rider right after lights out, and what the recorder was told. */
async function riding(): Promise<{ contest: Contest; ada: PersonEntrant; recorded: Recorded }> {
  const ride = new Ride(await seatPolicy('p-mine', policies, 'd-ada'));
  const ada = personEntrant('ada', 'Ada', { driverId: 'd-ada', consent: CONSENT, spec: CLUB_RACER }, ride);
  const recorded = {} as Recorded;
  let recording: RaceRecording;
  const recorder: RaceServices['recorder'] = {
    ...forgetfulRecorder,
    begin(header, race, kept) {
      recorded.log = { header: headerOf(race, 'r', header.startedAt, header.cars), chunks: [] };
      recorded.drivers = [];
      recording = new RaceRecording(race, kept);
      return true;
    },
    event(_raceId, { car, ...event }) {
      recording.note(car, event);
      if (event.kind === 'driver') recorded.drivers.push({ tick: contest.race!.tick, driver: event.driver });
    },
    tick(_raceId, given, flags, result) {
      const chunk = recording.add(given, flags, result);
      if (chunk) recorded.log.chunks.push(chunk);
    },
  };
  const complain = (error: unknown) => {
    throw error;
  };
  const contest = new Contest({
    ...{ raceId: 'r', track, laps: 9, contact: true, rivals: [], quick: false, admission: null, session: 1 },
    services: { recorder, policies: noPolicies, complain },
  });
  contest.join(ada);
  contest.start();
  run(contest, COUNTDOWN_TICKS);
  return { contest, ada, recorded };
}

describe('a person whose clone drives', () => {
  test('is driven from lights out, takes the wheel by holding the button and gives it back by letting go', async () => {
    const { contest, ada } = await riding();
    run(contest, 120);
    const [car] = contest.race!.cars;
    expect(ada.person.wheel).toBe('clone');
    expect(ada.policyId).toBe('p-mine');
    expect(car!.vx).toBeGreaterThan(5);
    buttons = BUTTON_WHEEL;
    run(contest, 1);
    expect([ada.person.wheel, ada.policyId]).toEqual(['own', null]);
    run(contest, 20);
    expect(car!.steer).toBeGreaterThan(0);
    buttons = 0;
    run(contest, 1);
    expect(ada.person.wheel).toBe('clone');
    run(contest, 1200);
    expect(car!.distance).toBeGreaterThan(100);
  });

  test('leaves turns in the log that are episodes of their own, and the log replays to its hashes', async () => {
    const { contest, recorded } = await riding();
    run(contest, 99);
    buttons = BUTTON_WHEEL;
    run(contest, 60);
    buttons = 0;
    run(contest, 140);
    const counter = new EpisodeCounter(recorded.log);
    const { mismatches } = resimulate(recorded.log, track, counter.visit);
    expect(mismatches).toEqual([]);
    expect(recorded.drivers.map(({ tick, driver }) => [tick, driver.kind, driver.driverId])).toEqual([
      [0, 'policy', 'p-mine'],
      [99, 'human', 'd-ada'],
      [159, 'policy', 'p-mine'],
    ]);
    expect(counter.summaries().map(({ driver, firstTick, ticks }) => [driver.kind, firstTick, ticks])).toEqual([
      ['policy', 0, 99],
      ['human', 99, 60],
      ['policy', 159, 81],
    ]);
  });

  test('keeps the wheel over a lost frame, and loses it when nothing more is heard', async () => {
    const { contest, ada } = await riding();
    buttons = BUTTON_WHEEL;
    run(contest, 60);
    expect(ada.person.wheel).toBe('own');
    silent = true;
    run(contest, 20);
    expect(ada.person.wheel).toBe('own');
    run(contest, 20);
    expect(ada.person.wheel).toBe('clone');
  });

  test('makes no more episodes than a hundred turns, however fast the button bounces', async () => {
    const { contest, recorded } = await riding();
    for (let n = 0; n < 6000; n++) {
      buttons = n % 2 === 0 ? BUTTON_WHEEL : 0;
      run(contest, 1);
    }
    expect(recorded.drivers.length).toBeLessThanOrEqual(201);
    expect(recorded.drivers.length).toBeGreaterThan(150);
    for (const [i, { tick }] of recorded.drivers.slice(1).entries()) {
      expect(tick - recorded.drivers[i]!.tick).toBeGreaterThanOrEqual(i === 0 ? 0 : 15);
    }
  });
});

test('a clone that sees nobody may not join people whose cars touch', async () => {
  const ride = new Ride(await seatPolicy('p-mine', policies, 'd-ada'));
  const visitor = { driverId: 'd-ada', spectate: false, session: null, drive: 'p-mine' } as Visitor;
  const complain = () => undefined;
  const made = (contact: boolean, people: number): Contest => {
    const road = { raceId: 'r', track, laps: 1, rivals: [], quick: false, admission: null, session: 1 };
    const contest = new Contest({ ...road, contact, services: { recorder: forgetfulRecorder, policies, complain } });
    for (let n = 0; n < people; n++) {
      contest.join(personEntrant(`p${n}`, 'Somebody', { driverId: null, consent: NO_CONSENT, spec: CLUB_RACER }));
    }
    return contest;
  };
  expect(() => new Door().check(visitor, made(true, 1), ride)).toThrow(/does not see/);
  expect(() => new Door().check(visitor, made(false, 1), ride)).not.toThrow();
  expect(() => new Door().check(visitor, made(true, 0), ride)).not.toThrow();
  expect(() => new Door().check({ ...visitor, drive: null }, made(true, 1))).not.toThrow();
});

test('a clone that somebody may not race, or a session of one’s own laps, is refused', async () => {
  const services = { policies, drivers: { driverOf: async () => 'd-ada' } } as unknown as RaceServices;
  const asked = (more: object) => parseRaceOptions({ driverToken: 't', ...more });
  const visitor = await visitorOf(services, asked({ drive: { policyId: 'p-mine' }, car: 'kart' }));
  expect(visitor.spec).toBe(CLUB_RACER);
  expect(visitor.drive).toBe('p-mine');
  expect((await rideOf(services, visitor))?.clone.policyId).toBe('p-mine');
  // As matchmaking hands it on.
  expect(JSON.parse(JSON.stringify(visitor)).drive).toBe('p-mine');
  await expect(visitorOf(services, asked({ drive: { policyId: 'p-hers' } }))).rejects.toThrow(/no clone "p-hers"/);
  await expect(visitorOf(services, asked({ drive: { policyId: 'p-mine' }, session: 'ABC' }))).rejects.toThrow(
    /by hand/,
  );
});
