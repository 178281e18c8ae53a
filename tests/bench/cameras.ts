import { readFileSync } from 'node:fs';
import { CAMERAS, Camera, IMAGE_HEIGHT, IMAGE_WIDTH } from '../../shared/observation/camera.ts';
import { parseTrackFile } from '../../shared/track/file.ts';
import { emptyRoadPoint, locate, roadPose } from '../../shared/track/locate.ts';
import { surfaceAt } from '../../shared/track/surface.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import { restingState, type VehicleState } from '../../shared/vehicle/state.ts';
import { type BenchResult, rateOf } from './result.ts';

const PICTURES = 2000;
/** Pictures the slow way, in one run. */
const ASKED = 60;
const BRIGHT = { asphalt: 70, kerb: 250, gravel: 165, grass: 115 };

/** Pictures a second of each camera among eight cars; its peer asks the road itself what lies under every pixel. */
export function benchCameras(): BenchResult[] {
  const file = new URL('../../assets/tracks/technical.json', import.meta.url);
  const track = buildTrack(parseTrackFile(JSON.parse(readFileSync(file, 'utf8'))));
  const states = Array.from({ length: 8 }, (_, k): VehicleState => {
    const distance = (k * track.length) / 8;
    return { ...restingState(), ...roadPose(track, distance, (k % 3) - 1), distance };
  });
  const out = new Uint8Array(IMAGE_WIDTH * IMAGE_HEIGHT);
  const peer = rateOf(() => askTheRoad(track, states, out), ASKED, 3);
  return CAMERAS.map((name) => {
    const camera = new Camera(name);
    const value = rateOf(() => {
      for (let k = 0; k < PICTURES; k++) camera.draw(track, states[k % 8]!, out, 0, { cars: states, own: k % 8 });
    }, PICTURES);
    const peers = { 'the road asked for each pixel': peer };
    return { name: `camera "${name}", ${IMAGE_WIDTH} × ${IMAGE_HEIGHT}`, unit: 'pictures/s', value, runs: 5, peers };
  });
}

/** A map of the ground around the car without a ground map. */
function askTheRoad(track: Track, states: readonly VehicleState[], out: Uint8Array): void {
  const point = emptyRoadPoint();
  for (let k = 0; k < ASKED; k++) {
    const state = states[k % states.length]!;
    for (let i = 0; i < out.length; i++) {
      const x = state.x + ((i % IMAGE_WIDTH) - IMAGE_WIDTH / 2) / 2;
      const y = state.y + (Math.floor(i / IMAGE_WIDTH) - IMAGE_HEIGHT / 2) / 2;
      out[i] = BRIGHT[surfaceAt(track, locate(track, x, y, state.distance, point))];
    }
  }
}
