import { kernelBytes } from '../../server/training/kernels.ts';
import { startTensors } from '../../server/training/tensors.ts';
import { lapsOfLog } from '../../shared/dataset/demonstrations.ts';
import { makeClone } from '../../shared/training/clone.ts';
import { TRAINING } from '../../shared/training/settings.ts';
import { record } from '../shared/dataset/recorded.ts';
import { loadTrack } from '../shared/driver/racing.ts';

/**
 * `node learninglaps.ts N`: learn from N laps as they lie in memory once they are replayed, in drives of 50 (copies of one
 * such drive, every lap with room of its own), and print the most memory the process took, in MB.
 */
const DRIVE = 50;
const count = Number(process.argv[2]);
const track = loadTrack('assets/tracks/oval.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], DRIVE);
const driven = lapsOfLog(log, track, episodes);
const laps = Array.from({ length: count }, (_, i) => {
  const lap = driven[i % driven.length]!;
  const drive = `${lap.episodeId}-${Math.floor(i / driven.length)}`;
  return { ...lap, episodeId: drive, states: lap.states.slice(), frames: lap.frames.slice() };
});
await startTensors();
await makeClone(
  laps,
  { ...{ ...TRAINING, steps: 200, seeds: [1] }, ...{ sees: 'road', kind: 'coached', seed: 1, splitSeed: 1 } },
  { kernelBytes: kernelBytes(), checks: true },
);
process.stdout.write(String(Math.round(process.resourceUsage().maxRSS / 1024)));
