import { Encoder } from '@colyseus/schema';
import type { SeatedRival } from '../../server/bot/rivals.ts';
import { Contest } from '../../server/race/contest.ts';
import { personEntrant } from '../../server/race/entrant.ts';
import type { FrameQueue } from '../../server/race/jitter.ts';
import { publishGrid, publishRace } from '../../server/race/publish.ts';
import { decodePolicy } from '../../shared/policy/file.ts';
import type { Track } from '../../shared/track/track.ts';
import { CLUB_RACER } from '../../shared/vehicle/spec.ts';
import { NO_CONSENT } from '../../shared/wire/options.ts';
import { RaceState } from '../../shared/wire/state.ts';
import { forgetfulRecorder, noPolicies } from '../server/race/raceserver.ts';
import { medianOf } from './result.ts';

const WARM_UP = 20 * 60;
const TICKS = 60 * 60;
const RUNS = 5;

/** A race with these clones on the grid, and people who weave in the other cars. */
function contestWith(track: Track, cars: number, clones: readonly Uint8Array[]): Contest {
  const rivals = clones.map((bytes, i): SeatedRival => {
    return { kind: 'policy', name: 'clone', spec: CLUB_RACER, policyId: `p-${i}`, policy: decodePolicy(bytes) };
  });
  const services = { recorder: forgetfulRecorder, policies: noPolicies, complain: () => {} };
  const setup = {
    raceId: 'bench',
    track,
    laps: 50,
    contact: true,
    quick: false,
    rivals,
    admission: null,
    services,
    session: 1,
  };
  const contest = new Contest(setup);
  for (let i = clones.length; i < cars; i++) {
    const person = { driverId: null, consent: NO_CONSENT, spec: CLUB_RACER };
    contest.join(personEntrant(`person-${i}`, 'Somebody', person));
    contest.ready(`person-${i}`);
  }
  return contest;
}

/**
 * A race without its network: each call is one tick and gives its milliseconds. Frames, drivers, physics, and every
 * third tick the state's copy and encoding.
 */
export function contestTicker(track: Track, cars: number, clones: readonly Uint8Array[]): () => number {
  const contest = contestWith(track, cars, clones);
  const state = new RaceState();
  publishGrid(contest, state);
  const encoder = new Encoder(state);
  let n = 0;
  return () => {
    const steer = Math.round(30 * Math.sin(n / 40));
    const queue: FrameQueue = { size: 4, consumedCount: 0, next: () => ({ steer, pedal: 60, buttons: 0 }) };
    const start = performance.now();
    contest.tick(() => queue);
    if (n++ % 3 === 0) publish(contest, state, encoder);
    return performance.now() - start;
  };
}

/**
 * Milliseconds of each tick of such a race, back to back: the median of RUNS identical races, tick by tick, so that what
 * a tick costs counts and what else ran on the machine at that moment does not.
 */
export function contestTicks(track: Track, cars: number, clones: readonly Uint8Array[]): number[] {
  const races = Array.from({ length: RUNS }, () => {
    const tick = contestTicker(track, cars, clones);
    for (let n = 0; n < WARM_UP; n++) tick();
    return Float64Array.from({ length: TICKS }, tick);
  });
  return Array.from({ length: TICKS }, (_, n) => medianOf(races.map((times) => times[n]!)));
}

function publish({ race, entrants }: Contest, state: RaceState, encoder: Encoder): void {
  publishRace(race, entrants, state);
  encoder.encode();
  encoder.discardChanges();
}
