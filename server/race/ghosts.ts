import type { MapSchema } from '@colyseus/schema';
import { MAX_CARS, PHYSICS } from '../../shared/race/constants.ts';
import type { Race } from '../../shared/race/race.ts';
import type { Track } from '../../shared/track/track.ts';
import { TICK_HZ, type Ticks } from '../../shared/units/units.ts';
import { readState, STATE_FIELDS } from '../../shared/vehicle/state.ts';
import type { Rival } from '../../shared/wire/options.ts';
import { pseudonym } from '../../shared/wire/pseudonym.ts';
import { CarState } from '../../shared/wire/state.ts';
import type { GhostDrive } from '../episode/ghostdrive.ts';
import type { Entrant } from './entrant.ts';

/** Where a grid gets its ghosts from. */
export interface GhostSource {
  /** Null when there is no such episode, or this driver may not see it; rejects when its log does not replay. */
  ghost(episodeId: string, driverId: string | null): Promise<GhostDrive | null>;
}

/** This ghost cannot be raced here; the message is for the person who asked for it. */
class GhostError extends Error {
  override name = 'GhostError';
}

/** Each costs a replay before the room opens, and the bandwidth of a car. */
const MOST_GHOSTS = 4;
const WIDTH = STATE_FIELDS.length;

/** The ghosts that a grid asks for; throws GhostError with the reason for the first that cannot be raced. */
export async function seatGhosts(
  grid: readonly Rival[],
  track: Track,
  source: GhostSource,
  driverId: string | null,
): Promise<Ghosts> {
  const ids = grid.flatMap((rival) => (rival.kind === 'ghost' ? [rival.episodeId] : []));
  if (ids.length > MOST_GHOSTS) {
    throw new GhostError(`A race has at most ${MOST_GHOSTS} ghosts, got ${ids.length}. Leave some out.`);
  }
  const drives: GhostDrive[] = [];
  for (const id of ids) {
    const drive = drives.find(({ episodeId }) => episodeId === id) ?? (await source.ghost(id, driverId));
    drives.push(fitting(drive, id, track));
  }
  return new Ghosts(drives);
}

function fitting(drive: GhostDrive | null, id: string, track: Track): GhostDrive {
  if (!drive) throw new GhostError(`There is no open episode "${id}" to race against. Choose another ghost.`);
  const refuse = (reason: string): never => {
    throw new GhostError(`The ghost of episode "${id}" cannot be raced here: ${reason} Choose another ghost.`);
  };
  if (drive.trackId !== track.id) refuse(`it was driven on ${drive.trackId}, this race is on ${track.id}.`);
  if (drive.trackHash !== track.hash) refuse(`it was driven on an earlier version of ${track.id}.`);
  if (drive.physics !== PHYSICS) refuse(`it was driven with physics ${drive.physics}, this race has ${PHYSICS}.`);
  if (drive.opening.length + drive.flying.length === 0) refuse('it holds neither a start nor a whole clean lap.');
  return drive;
}

/**
 * Recorded drives beside a race: seen by everybody, touching nobody, in no standings, no hash and no log.
 *
 * In the leading person's first lap a ghost drives its own race from lights out on. Each time that person begins
 * another lap it begins its best flying lap with them. At the end of what it has it waits.
 */
export class Ghosts {
  private readonly drives: readonly GhostDrive[];
  private race: Race | null = null;
  /** The leading person's lap, and the race tick at whose beginning they were first seen in it. */
  private lap = 1;
  private since: Ticks = 0;

  constructor(drives: readonly GhostDrive[]) {
    this.drives = drives;
  }

  /** Put them where they are at the race's tick; called as often as the others are shown. */
  show(race: Race, entrants: readonly Entrant[], cars: MapSchema<CarState>): void {
    this.follow(race, entrants);
    for (const [place, drive] of this.drives.entries()) {
      const id = `ghost-${place + 1}`;
      if (!cars.has(id)) cars.set(id, ghostCar(drive, place));
      this.play(drive, race.tick, cars.get(id)!);
    }
  }

  private follow(race: Race, entrants: readonly Entrant[]): void {
    if (this.race !== race) {
      this.race = race;
      this.lap = 1;
      this.since = 0;
    }
    for (const [index, car] of race.cars.entries()) {
      if (!entrants[index].person || car.lap <= this.lap || car.finishedTick !== null) continue;
      this.lap = car.lap;
      // The line was crossed within the tick that began here; the state after it is the first beyond.
      this.since = Math.floor((car.progress.lapStart / 1000) * TICK_HZ) + 1;
    }
  }

  private play({ opening, flying }: GhostDrive, tick: Ticks, state: CarState): void {
    const flies = flying.length > 0 && (this.lap > 1 || opening.length === 0);
    const rows = flies ? flying : opening;
    const last = rows.length / WIDTH - 1;
    const row = Math.max(0, flies ? tick - this.since : tick);
    readState(rows, Math.min(row, last) * WIDTH, state);
    if (row > last || tick < 0) state.vx = state.vy = state.yawRate = 0;
    state.lap = this.lap;
  }
}

function ghostCar({ driverId, kind, vehicle, flyingMs }: GhostDrive, place: number): CarState {
  const name = kind === 'human' ? pseudonym(driverId, 'en') : kind === 'policy' ? 'Clone' : driverId;
  const policyId = kind === 'policy' ? driverId : '';
  const known = { kind: 'ghost', name, policyId, vehicle, ghostOf: driverId, slot: MAX_CARS + place } as const;
  return Object.assign(new CarState(), known, { bestLapMs: flyingMs });
}
