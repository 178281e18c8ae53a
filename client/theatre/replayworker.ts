import { decodeLog } from '../../shared/episode/codec.ts';
import { LogError } from '../../shared/episode/log.ts';
import { buildTrack } from '../../shared/track/track.ts';
import { buffersOf, type Replay, replayOf } from './replay.ts';

/** What the worker says: how far it is, then the replay or why there is none. */
export type ReplayNews = { share: number } | { replay: Replay } | { fault: string };

/** The part of a worker's global scope that is used here; the page's own types have no other name for it. */
interface Scope {
  onmessage: ((event: MessageEvent<Uint8Array>) => void) | null;
  postMessage(news: ReplayNews, transfer: Transferable[]): void;
}
const scope = globalThis as unknown as Scope;

/** Takes the bytes of one race log and drives it again, with the code that drove it on the server. */
scope.onmessage = ({ data }) => {
  try {
    const log = decodeLog(data);
    const { trackFile, trackId } = log.header;
    if (!trackFile) throw new LogError('Race log', 'no track', `the file of track ${trackId}`, 'Fetch the log again.');
    const replay = replayOf(log, buildTrack(trackFile), (share) => scope.postMessage({ share }, []));
    scope.postMessage({ replay }, buffersOf(replay) as ArrayBuffer[]);
  } catch (error) {
    scope.postMessage({ fault: error instanceof Error ? error.message : String(error) }, []);
  }
};
