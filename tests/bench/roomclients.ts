import { PredictedClient, virtualFrames } from '../server/race/predictedclient.ts';

/** What a bench asks of this process: so many people in one room, and how long to count. */
export interface RoomOrder {
  port: number;
  people: number;
  trackId: string;
  grid: { kind: 'policy'; id: string }[];
  /** Counted from WARM_UP seconds after lights out. */
  seconds: number;
}

/** What came in: payload bytes of WebSocket messages, for each person. */
export interface RoomTraffic {
  bytesPerSecond: number[];
  messagesPerSecond: number[];
}

/** Standing start and first crowd at the first corner are over. */
const WARM_UP = 3;

process.on('message', async (order: RoomOrder) => {
  process.send!(await raceTogether(order));
});
process.on('disconnect', () => process.exit(0));

/** Join, start, drive at 60 frames a second, count, leave. */
async function raceTogether({ port, people, trackId, grid, seconds }: RoomOrder): Promise<RoomTraffic> {
  const first = await PredictedClient.join(port, 'create', { trackId, laps: 20, grid, contact: grid.length === 0 });
  const clients = [first];
  while (clients.length < people)
    clients.push(await PredictedClient.join(port, 'joinById', { roomId: first.room.roomId }));
  const counts = clients.map(countMessages);
  clients.forEach((client, i) => {
    Object.assign(client.wish, { speed: 13 + (i % 4), offset: ((i % 3) - 1) * 2.5 });
    client.room.send('ready');
  });
  let before: Count[] = [];
  let began = 0;
  await virtualFrames(60 + seconds, (now) => {
    for (const client of clients) client.frame(now);
    const { phase, tick } = first.room.state;
    if (began === 0 && phase === 'racing' && tick >= WARM_UP * 60) {
      began = performance.now();
      before = counts.map((count) => ({ ...count }));
    }
    return began > 0 && performance.now() - began >= seconds * 1000;
  });
  const elapsed = (performance.now() - began) / 1000;
  const traffic = {
    bytesPerSecond: counts.map(({ bytes }, i) => (bytes - before[i]!.bytes) / elapsed),
    messagesPerSecond: counts.map(({ messages }, i) => (messages - before[i]!.messages) / elapsed),
  };
  await Promise.all(clients.map(({ room }) => room.leave()));
  return traffic;
}

interface Count {
  bytes: number;
  messages: number;
}

/** Count what reaches a client from now on, without the frame headers of WebSocket, TCP and IP. */
function countMessages({ room }: PredictedClient): Count {
  const count = { bytes: 0, messages: 0 };
  const { events } = room.connection;
  const receive = events.onmessage;
  events.onmessage = (event) => {
    count.bytes += (event.data as ArrayBuffer).byteLength;
    count.messages++;
    receive?.(event);
  };
  return count;
}
