import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../journey/server.ts';
import { everyByte } from '../episode/bytes.ts';

/** The whole of 127/8 is this machine: an address that nothing else here has. */
const ADDRESS = '127.203.17.45';
/** What a proxy would tell of somebody behind it (RFC 5737 and 3849, for documentation). */
const BEHIND = ['203.0.113.77', '2001:db8:77::5'];

let dataDir: string;
let server: RunningServer;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'mimic-addresses-'));
  server = await startServer(dataDir);
});
afterEach(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

const headers = {
  'content-type': 'application/json',
  'x-forwarded-for': BEHIND.join(', '),
  forwarded: `for="[${BEHIND[1]}]"`,
  'x-real-ip': BEHIND[0],
};

/** A request from that address; its status and text. */
function ask(method: string, path: string, body?: string, token?: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const authorization = token ? { authorization: `Bearer ${token}` } : {};
    const options = { host: '127.0.0.1', port: server.port, localAddress: ADDRESS, method, path };
    const asking = request({ ...options, headers: { ...headers, ...authorization } }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

/** A line that is not HTTP, or a connection that breaks off. */
function babble(line: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: server.port, localAddress: ADDRESS });
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.write(line);
    setTimeout(() => socket.destroy(), 200);
  });
}

/** Join a race and say things that no page says. */
async function race(token: string): Promise<void> {
  const consent = { version: 2, recorded: true, shared: false, exported: false };
  const options = JSON.stringify({ trackId: 'oval', laps: 1, driverToken: token, consent });
  const seat = JSON.parse((await ask('POST', '/matchmake/create/race', options)).text);
  const { processId, roomId } = seat.room ?? seat;
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
  const key = { 'sec-websocket-key': Buffer.alloc(16, 7).toString('base64') };
  const path = `/${processId}/${roomId}?sessionId=${seat.sessionId}`;
  const address = { host: '127.0.0.1', port: server.port, localAddress: ADDRESS, path };
  const opening = request({ ...address, headers: { ...headers, ...upgrade, ...key } }).end();
  const [, socket] = (await once(opening, 'upgrade')) as [unknown, Socket];
  socket.resume();
  // RFC 6455: a final binary frame, masked with zeros.
  for (const rubbish of [[13, 200], [10, 5, 5, 5], [0], [255, 1, 2]]) {
    socket.write(Uint8Array.from([0x82, 0x80 | rubbish.length, 0, 0, 0, 0, ...rubbish]));
  }
  socket.write('neither a frame');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  socket.destroy();
}

test('no address of anybody reaches a log or a file', async () => {
  const { status, text } = await ask('POST', '/api/drivers');
  expect(status).toBe(201);
  const { driverToken } = JSON.parse(text) as { driverToken: string };
  const refused = [
    await ask('GET', '/api/nothing'),
    await ask('PUT', '/api/drivers/me/consent', '{', driverToken),
    await ask('GET', '/api/drivers/me', undefined, 'x'.repeat(43)),
    await ask('POST', '/matchmake/create/race', '{"trackId":"nowhere"}'),
    await ask('POST', '/matchmake/create/race', 'x'.repeat(100_000)),
  ];
  expect(refused.map((answer) => answer.status >= 400)).toEqual([true, true, true, true, true]);
  await babble('NOT HTTP\r\n\r\n');
  await babble('GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n');
  await race(driverToken);
  const changes = await Promise.all(Array.from({ length: 2 * 260 }, () => ask('POST', '/api/drivers/none')));
  expect(changes.some((answer) => answer.status === 429)).toBe(true);
  await server.stop();
  const left = Buffer.concat([Buffer.from(server.output()), everyByte(dataDir)]);
  expect([ADDRESS, ...BEHIND].filter((address) => left.includes(address))).toEqual([]);
});
