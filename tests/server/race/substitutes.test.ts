import { beforeEach, describe, expect, test } from 'vitest';
import type { PolicySource } from '../../../server/bot/source.ts';
import { Contest, type ContestSetup } from '../../../server/race/contest.ts';
import { type PersonEntrant, personEntrant } from '../../../server/race/entrant.ts';
import type { FrameQueue } from '../../../server/race/jitter.ts';
import { COUNTDOWN_TICKS } from '../../../shared/race/constants.ts';
import { CARS } from '../../../shared/vehicle/cars.ts';
import { CLUB_RACER, type VehicleSpec, vehicleHash } from '../../../shared/vehicle/spec.ts';
import { NO_CONSENT } from '../../../shared/wire/options.ts';
import { linearPolicy } from './linearpolicy.ts';
import { forgetfulRecorder, noPolicies, TRACKS } from './raceserver.ts';

const track = TRACKS.get('ring150')!;
const CONSENT = { ...NO_CONSENT, recorded: true };
const SECOND = 60;

/** Everybody's own clone of the club racer on the ring. */
const policies: PolicySource = {
  ...noPolicies,
  ownClones: async ({ driverId, trackId, vehicleHash: hash }) =>
    trackId === 'ring150' && hash === vehicleHash(CLUB_RACER)
      ? [{ id: `p-of-${driverId}`, name: 'clone', bytes: linearPolicy().bytes }]
      : [],
};

/** As full as the jitter buffer ever asks for. */
const sent: FrameQueue = { size: 6, consumedCount: 0, next: () => ({ steer: 3, pedal: 40, buttons: 0 }) };
const silence: FrameQueue = { size: 0, consumedCount: 0, next: () => undefined };

const silent = new Set<string>();
beforeEach(() => silent.clear());

const setup = (change: Partial<ContestSetup> = {}): ContestSetup => {
  const complain = (error: unknown) => {
    throw error;
  };
  const services = { recorder: forgetfulRecorder, policies, complain };
  const road = { track, laps: 9, contact: true, rivals: [] };
  return { raceId: 'r', ...road, quick: false, admission: null, services, session: 1, ...change };
};

const person = (id: string, consent = CONSENT, spec: VehicleSpec = CLUB_RACER): PersonEntrant =>
  personEntrant(id, id, { driverId: `d-${id}`, consent, spec });

/** The race right after lights out, when what could be loaded has been. */
async function racing(people: PersonEntrant[], change: Partial<ContestSetup> = {}): Promise<Contest> {
  const contest = new Contest(setup(change));
  for (const each of people) contest.join(each);
  await new Promise((resolve) => setTimeout(resolve, 20));
  contest.start();
  run(contest, COUNTDOWN_TICKS);
  expect(contest.phase).toBe('racing');
  return contest;
}

function run(contest: Contest, ticks: number): void {
  for (let n = 0; n < ticks; n++) contest.tick((id) => (silent.has(id) ? silence : sent));
}

/** The connection of a person breaks; `come` mends it. */
function lose(contest: Contest, id: string): void {
  silent.add(id);
  contest.connect(id, false);
}
function come(contest: Contest, id: string): void {
  silent.delete(id);
  contest.connect(id, true);
}

describe('a driver of whom nothing is heard for a second', () => {
  test('is replaced by their own clone, and drives again with the first frame', async () => {
    const ada = person('ada');
    const contest = await racing([ada]);
    run(contest, 2);
    lose(contest, 'ada');
    run(contest, SECOND - 1);
    expect(ada.person.wheel).toBe('own');
    run(contest, 1);
    expect([ada.person.wheel, ada.policyId]).toEqual(['clone', 'p-of-d-ada']);
    run(contest, 15 * SECOND);
    const [car] = contest.race!.cars;
    expect(car.distance).toBeGreaterThan(track.length);
    expect(ada.marks.falls).toBe(0);
    come(contest, 'ada');
    run(contest, 1);
    expect([ada.person.wheel, ada.policyId]).toEqual(['own', null]);
    run(contest, SECOND);
    expect(ada.person.wheel).toBe('own');
  });

  test.each([
    ['a clone that cannot see the cars it could touch', 'script', [person('ada'), person('bo')], { contact: true }],
    ['a clone where nobody touches', 'clone', [person('ada'), person('bo')], { contact: false }],
    ['somebody who is not recorded now', 'script', [person('ada', NO_CONSENT)], {}],
    ['a clone that learned another car', 'script', [person('ada', CONSENT, CARS.get('kart')!)], {}],
    ['a clone that learned another track', 'script', [person('ada')], { track: TRACKS.get('oval')! }],
  ] as const)('%s: %s', async (_, wheel, people, change) => {
    const contest = await racing([...people], change);
    run(contest, SECOND);
    lose(contest, 'ada');
    run(contest, 6 * SECOND);
    const [ada] = people;
    expect(ada.person.wheel).toBe(wheel);
    expect(contest.race!.cars[0].vx).toBeGreaterThan(3);
    for (const other of people) if (other !== ada) expect(other.person.wheel).toBe('own');
  });

  test('is replaced by the clone of theirs that sees the cars it could touch', async () => {
    const both: PolicySource = {
      ...policies,
      ownClones: async (of) => [
        ...(await policies.ownClones(of)),
        { id: 'p-seeing', name: 'clone', bytes: linearPolicy('coached', ['neighbours']).bytes },
      ],
    };
    const ada = person('ada');
    const contest = await racing([ada, person('bo')], { services: { ...setup().services, policies: both } });
    silent.add('ada');
    run(contest, 4 * SECOND);
    expect([ada.person.wheel, ada.policyId]).toEqual(['clone', 'p-seeing']);
    expect(contest.race!.cars[0].vx).toBeGreaterThan(3);
  });

  test.each([
    ['alone is not replaced: the car coasts, brakes and stands', ['ada'], 'own'],
    ["in company is, so that the car is in nobody's way", ['ada', 'bo'], 'clone'],
  ] as const)('who sleeps on a whole connection %s', async (_, names, wheel) => {
    const people = names.map((name) => person(name));
    const contest = await racing(people, { contact: false });
    run(contest, 3 * SECOND);
    silent.add('ada');
    run(contest, 2.9 * SECOND);
    expect(people[0].person.wheel).toBe('own');
    expect(contest.race!.cars[0].vx).toBeLessThan(0.1);
    run(contest, 1.5 * SECOND);
    expect(people[0].person.wheel).toBe(wheel);
    if (wheel === 'clone') expect(contest.race!.cars[0].vx).toBeGreaterThan(3);
  });

  test('who has left for good is not heard, whatever still comes from them', async () => {
    const [ada, bo] = [person('ada'), person('bo')];
    const contest = await racing([ada, bo]);
    contest.leave('ada');
    run(contest, 2 * SECOND);
    expect([ada.person.wheel, bo.person.wheel]).toEqual(['script', 'own']);
    expect(contest.people).toEqual([bo]);
  });

  test('a car that is home is left alone', async () => {
    const ada = person('ada');
    const bo = person('bo');
    const contest = await racing([ada, bo], { laps: 1, contact: false });
    silent.add('ada');
    while (contest.race!.cars[0].finishedTick === null) run(contest, 1);
    silent.clear();
    run(contest, 1);
    silent.add('ada');
    run(contest, 3 * SECOND);
    expect(ada.person.wheel).toBe('own');
  });

  test('a connection that comes and goes all the time does not change drivers for ever', async () => {
    const ada = person('ada');
    const contest = await racing([ada], { laps: 50 });
    let turns = 0;
    for (let n = 0; n < 40; n++) {
      lose(contest, 'ada');
      run(contest, SECOND);
      turns += Number(ada.person.wheel !== 'own');
      come(contest, 'ada');
      run(contest, 1);
    }
    expect(turns).toBe(20);
  });
});

test('the clones that were loaded serve the race after a change of laps', async () => {
  let loads = 0;
  const counting: PolicySource = {
    ...policies,
    ownClones: (of) => {
      loads++;
      return policies.ownClones(of);
    },
  };
  const ada = person('ada');
  const services = { ...setup().services, policies: counting };
  const first = new Contest(setup({ services }));
  first.join(ada);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const second = new Contest(setup({ services, laps: 3 }), first);
  second.start();
  run(second, COUNTDOWN_TICKS);
  lose(second, 'ada');
  run(second, SECOND);
  expect([loads, ada.person.wheel]).toEqual([1, 'clone']);
});
