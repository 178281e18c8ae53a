import { afterAll, beforeAll, expect, test } from 'vitest';
import { episodesOfRace, type StoredEpisode } from '../../../server/store/episodes.ts';
import { readLog } from '../../../server/store/races.ts';
import { verifyLog } from '../../../shared/episode/resimulate.ts';
import { STATE_FIELDS } from '../../../shared/vehicle/state.ts';
import type { RaceRequest } from '../../../shared/wire/options.ts';
import { pseudonym } from '../../../shared/wire/pseudonym.ts';
import type { CarState } from '../../../shared/wire/state.ts';
import { runHeat, Watched } from '../episode/session.ts';
import { PredictedClient, virtualFrames } from './predictedclient.ts';
import { type WholeServer, wholeServer } from './wholeserver.ts';

const consent = { version: 1, recorded: true, shared: false, exported: false };
/** Of the public trajectory. */
const COLUMNS = ['x', 'y', 'heading', 'vx', 'vy', 'yawRate', 'steer', 'distance'] as const;

let server: WholeServer;
let recording: Watched;
beforeAll(async () => {
  server = await wholeServer();
  recording = new Watched(server.dataDir);
});
afterAll(async () => {
  await recording.recorder.close();
  await server.close();
});

/** Some laps of the ring by a person of this id, driven faster than time. */
async function driven(raceId: string, driverId: string): Promise<StoredEpisode> {
  runHeat(recording.recorder, { raceId, ticks: 2400, drivers: [driverId] });
  await recording.closing(raceId);
  return (await episodesOfRace(server.store, raceId))[0];
}

const ghostRace = (episodeId: string): RaceRequest => ({
  trackId: 'ring150',
  laps: 2,
  grid: [{ kind: 'ghost', episodeId }],
});

test('a ghost drives what was recorded, lap by lap beside the person, and is in nothing but the picture', async () => {
  const episode = await driven('r-ghost', 'd-ghostly00000');
  const flying = episode.laps.filter(({ number, clean }) => number > 1 && clean);
  const best = flying.reduce((one, other) => (other.timeMs < one.timeMs ? other : one));
  const before = episode.laps.find(({ number }) => number === best.number - 1)!;
  const { columns, rows } = JSON.parse(await server.get(`/api/episodes/${episode.id}/trajectory`));
  const poseOf = (row: number[]): number[] => COLUMNS.map((column) => row[columns.indexOf(column)]);
  const isAt = (pose: number[]) => (row: number[]) => String(poseOf(row)) === String(pose);

  const made = await fetch(`http://127.0.0.1:${server.port}/api/drivers`, { method: 'POST' });
  const { driverId, driverToken } = (await made.json()) as { driverId: string; driverToken: string };
  const person = await PredictedClient.join(server.port, 'create', { ...ghostRace(episode.id), driverToken, consent });
  const { state } = person.room;
  person.room.send('ready');
  person.wish.speed = 18;
  const seen: { tick: number; lap: number; pose: number[]; position: number }[] = [];
  person.room.onStateChange(() => {
    const ghost = state.cars.get('ghost-1') as CarState;
    const pose = STATE_FIELDS.map((field) => ghost[field]);
    seen.push({ tick: state.tick, lap: person.told.lap, pose, position: person.told.position });
  });
  await virtualFrames(180, (now) => {
    person.frame(now);
    return state.phase === 'finished';
  });
  expect(state.phase).toBe('finished');
  const ghost = state.cars.get('ghost-1')!;
  expect(ghost).toMatchObject({ kind: 'ghost', position: 0, finishedMs: 0, ghostOf: 'd-ghostly00000' });
  expect(ghost.name).toBe(pseudonym('d-ghostly00000', 'en'));
  expect(ghost.bestLapMs).toBe(best.timeMs);

  const racing = seen.filter(({ tick }) => tick > 0);
  const first = racing.filter(({ lap }) => lap === 1);
  expect(first.length).toBeGreaterThan(50);
  for (const { tick, pose } of first) expect(pose).toEqual(poseOf(rows[tick]));
  // Beyond the line: the best flying lap from its own crossing on, begun in the tick of the person's.
  const second = racing.filter(({ lap, tick }) => lap === 2 && tick - first.at(-1)!.tick <= 400);
  expect(second.length).toBeGreaterThan(50);
  const start = before.endTick + 1;
  const began = second.map(({ tick, pose }) => tick - (rows.findIndex(isAt(pose)) - start));
  expect(new Set(began).size).toBe(1);
  // Whole milliseconds tell the tick of the crossing but for one.
  expect(Math.abs(began[0] - (person.told.lapStartMs - person.told.lastLapMs) * 0.06)).toBeLessThan(1.1);
  expect(new Set(seen.map(({ position }) => position))).toEqual(new Set([1]));

  const { raceId } = state;
  await person.room.leave();
  expect(await server.closed(raceId)).toBe('complete');
  const { log, track } = await readLog(server.store, raceId);
  expect(log.header.cars.map((car) => car.driverId)).toEqual([driverId]);
  expect(verifyLog(log, track).verified).toBe(true);
  expect(server.complaints).toEqual([]);
});

test('what cannot be raced against is refused with the reason', async () => {
  const refused = async (request: RaceRequest): Promise<string> => {
    const joining = PredictedClient.join(server.port, 'create', request);
    return joining.then(
      () => 'not refused',
      (error: Error) => error.message,
    );
  };
  const episode = await driven('r-other', 'd-other0000000');
  expect(await refused(ghostRace('e-none'))).toMatch(/no open episode "e-none"/);
  expect(await refused({ ...ghostRace(episode.id), trackId: 'oval' })).toMatch(/driven on ring150.*is on oval/);
  const grid = Array.from({ length: 5 }, () => ({ kind: 'ghost' as const, episodeId: episode.id }));
  expect(await refused({ ...ghostRace(episode.id), grid })).toMatch(/at most 4 ghosts/);
  const change = (changed: { status?: 'quarantined'; consent?: string; physics?: number }) =>
    server.store.updateTable('episode').set(changed).where('id', '=', episode.id).execute();
  await change({ physics: 99 });
  expect(await refused(ghostRace(episode.id))).toMatch(/physics 99/);
  await change({ consent: JSON.stringify({ ...consent, recorded: false }) });
  expect(await refused(ghostRace(episode.id))).toMatch(/no open episode/);
  await change({ consent: JSON.stringify(consent), status: 'quarantined' });
  expect(await refused(ghostRace(episode.id))).toMatch(/no open episode/);
});
