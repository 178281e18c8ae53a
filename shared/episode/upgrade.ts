import type { Track } from '../track/track.ts';
import type { RaceLog, RaceLogChunk } from './log.ts';
import { RaceRecording } from './recording.ts';
import { type ReplayVisit, Resimulation } from './resimulate.ts';

/**
 * The same log with every car's state after every tick, so that trajectories, observations and exports can be made from
 * it under physics that no longer drive these frames. To be done with the build whose physics the log names, before
 * PHYSICS is raised; afterwards it replays by its states. Null when the log does not replay.
 */
export function upgradeLog(log: RaceLog, track: Track): RaceLog | null {
  const simulation = new Resimulation(log, track);
  const cars = log.header.cars.map((_, car) => car);
  const recording = new RaceRecording(simulation.race, cars);
  const chunks: RaceLogChunk[] = [];
  const visit: ReplayVisit = (tick, _, { chunk, frames, flags, result }) => {
    for (const event of chunk.events) {
      if (event.tick === tick) recording.note(event.car, event);
    }
    const full = recording.add(frames, flags, result, cars);
    if (full) chunks.push(full);
  };
  while (simulation.advance(visit, () => recording.resume())) {
    const rest = recording.flush();
    if (rest) chunks.push(rest);
  }
  if (simulation.mismatches.length > 0) return null;
  return { header: { ...log.header, replay: 'states' }, chunks };
}
