import { lapsOfLog, type RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import type { Driver } from '../../../shared/driver/driver.ts';
import { PacedDriver } from '../../../shared/driver/paced.ts';
import { scriptedDriver } from '../../../shared/driver/scripted.ts';
import type { TrafficCourse } from '../../../shared/evaluation/trafficrun.ts';
import type { Track } from '../../../shared/track/track.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { type Entered, recordRace } from '../../shared/dataset/recorded.ts';
import { ofWidth } from '../../shared/driver/ofwidth.ts';
import { PLAYERS, type Player, playerName } from '../players.ts';

/** A road of the study: a lane where nobody can pass, and a road where everybody can. */
export type RoadName = 'lane' | 'wide';

interface StudyRoad {
  /** Half-width in metres, of the technical circuit. */
  half: number;
  /** Cars in the way in each race of the demonstrations, and the paces they change between every few seconds. */
  slower: number;
  pace: { from: number; to: number };
  /** How much of the racing line they use. */
  blend: number;
  races: number;
}

export const STUDY_ROADS: Record<RoadName, StudyRoad> = {
  lane: { half: 2.5, slower: 1, pace: { from: 0.5, to: 1.15 }, blend: 1, races: 5 },
  wide: { half: 6.5, slower: 4, pace: { from: 0.45, to: 0.9 }, blend: 0, races: 10 },
};

/** Two scripted drivers, one of each kind of hands: never called human. */
export const FOLLOWERS: readonly Player[] = PLAYERS.filter(({ skill }) => skill === 'mid');
const LAPS = 3;

export const roadOf = (name: RoadName): Track => ofWidth('technical', STUDY_ROADS[name].half);

/** Clean laps without a touch, of races among slower cars and of one race alone, with the other cars beside them. */
export function demonstrations(player: Player, name: RoadName): RecordedLap[] {
  const road = STUDY_ROADS[name];
  const track = roadOf(name);
  const races = Array.from({ length: road.races + 1 }, (_, race) =>
    lapsOfRace(player, track, road, race, race < road.races ? road.slower : 0),
  );
  return races.flat().filter(({ clean, quality }) => clean && quality.contacts === 0);
}

function lapsOfRace(player: Player, track: Track, road: StudyRoad, race: number, slower: number): RecordedLap[] {
  const { pace, blend } = road;
  const ahead = Array.from({ length: slower }, (_, k): Entered => {
    const wander = { to: pace.to, seed: 100 * race + k + 1 };
    const driverOf = (car: number): Driver =>
      new PacedDriver({ track, spec: CLUB_RACER, car, pace: pace.from, blend, wander });
    return { id: `paced-${k}`, driverOf };
  });
  const driverOf = (car: number): Driver => scriptedDriver({ ...player, track, spec: CLUB_RACER, car, session: race });
  const raceId = `follow-${playerName(player).replaceAll(' ', '-')}-${race}`;
  const { log, episodes } = recordRace(track, [...ahead, { id: playerName(player), driverOf }], LAPS, {
    raceId,
    contact: true,
  });
  return lapsOfLog(log, track, [episodes[slower]!], true);
}

/** Runs that every clone is judged by, and how long each takes. */
export const JUDGED_RUNS = { runs: 10, seconds: 60 };

/** One of the runs: from another place of the road each, behind cars that keep one pace. */
export function courseOf(name: RoadName, run: number): TrafficCourse {
  const track = roadOf(name);
  const { blend } = STUDY_ROADS[name];
  const start = (track.length * run) / JUDGED_RUNS.runs + 5;
  const slower =
    name === 'lane'
      ? [{ ahead: 40, pace: 0.62 + 0.02 * run, blend }]
      : [0.7, 0.65, 0.6].map((pace, k) => ({ ahead: 40 + 60 * k, pace, blend }));
  return { track, spec: CLUB_RACER, start, slower, seconds: JUDGED_RUNS.seconds };
}
