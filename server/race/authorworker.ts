import { parentPort } from 'node:worker_threads';
import { measureAuthors } from '../../shared/driver/authortime.ts';
import type { TrackFile } from '../../shared/track/file.ts';
import { buildTrack } from '../../shared/track/track.ts';
import { CARS } from '../../shared/vehicle/cars.ts';

/** The thread behind race/authors.ts: a track's file in, its author times out. */
const port = parentPort!;
port.on('message', (file: TrackFile) => port.postMessage(measureAuthors(buildTrack(file), [...CARS.values()])));
