import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setConsent } from '../../../server/store/drivers.ts';
import { lookInto } from '../../../server/training/intake.ts';
import { TaskRefusal } from '../../../server/training/taskthread.ts';
import { decodePolicy, encodePolicy, type Policy } from '../../../shared/policy/file.ts';
import { headOutputs } from '../../../shared/policy/head.ts';
import type { PolicyManifest } from '../../../shared/policy/manifest.ts';
import { parameterCount } from '../../../shared/policy/network.ts';
import { CONSENT_VERSION } from '../../../shared/wire/consent.ts';
import { httpServer } from './httpserver.ts';
import { PeoplesServer, type Person } from './people.ts';

let site: PeoplesServer;
let mira: Person;
let other: Person;
let datasetId: string;
/** What the server trained on Mira's laps, as anybody may download it. */
let file: Uint8Array;
let trained: Policy;

beforeAll(async () => {
  site = await PeoplesServer.open();
  [mira, other] = [await site.person(), await site.person()];
  await site.drive('race-1', mira, other);
  datasetId = await site.dataset(mira, 'mine');
  const order = { datasetId, seeds: 1, recovery: false, budget: { steps: 60 } };
  const { result } = await site.jobOf(await site.ask('POST', '/policies', mira, order));
  const { policy } = result as { policy: string };
  file = new Uint8Array(await (await site.ask('GET', `/policies/${policy}/file`, mira)).arrayBuffer());
  trained = decodePolicy(file);
});
afterAll(() => site.server.close());

const bring = (bytes: Uint8Array, who?: Person, type = 'application/octet-stream'): Promise<Response> =>
  fetch(`http://127.0.0.1:${site.server.port}/api/policies/file`, {
    method: 'POST',
    headers: { 'content-type': type, ...(who && { authorization: `Bearer ${who.driverToken}` }) },
    body: Buffer.from(bytes),
  });

/** The same network with something else said of it. */
const saying = (part: Partial<PolicyManifest>): Uint8Array =>
  encodePolicy({ ...trained.manifest, ...part }, trained.weights);

async function refusal(response: Response): Promise<[number, string]> {
  return [response.status, ((await response.json()) as { detail: string }).detail];
}

describe('a policy that was trained in a browser', () => {
  const flattering = { rollouts: 6, lapsPlanned: 12, lapsFinished: 12, cleanLaps: 12, falls: 0, fallsPerLap: 0 };
  const boast = () =>
    saying({
      name: 'The best driver of all',
      origin: { where: 'browser', backEnd: 'webgl' },
      scores: { ...flattering, lapTimeMs: 1 },
      chosenFrom: [{ seed: 7, trainLoss: 0.1, validationLoss: null, scores: { ...flattering, lapTimeMs: 1 } }],
    });

  test('is driven before it is kept, and nothing it says of its driving or its name is', async () => {
    const job = await site.jobOf(await bring(boast(), mira));
    expect(job).toMatchObject({
      state: 'done',
      error: null,
      result: { origin: { where: 'browser', backEnd: 'webgl' } },
    });
    const { policy, scores } = job.result as { policy: string; scores: PolicyManifest['scores'] };
    const kept = await (await site.ask('GET', `/policies/${policy}`, mira)).json();
    expect(kept).toMatchObject({ trackId: 'ring150', datasetId, driverId: mira.driverId, createdBy: mira.driverId });
    expect(kept.manifest).toMatchObject({ name: `Copy of ${mira.driverId}`, scores, losses: trained.manifest.losses });
    expect(kept.manifest.chosenFrom).toEqual([{ seed: 7, trainLoss: 0.1, validationLoss: null, scores: null }]);
    expect(scores!.lapsPlanned).toBe(12);
    expect(scores).not.toMatchObject(flattering); // sixty steps make no such driver
    const bytes = new Uint8Array(await (await site.ask('GET', `/policies/${policy}/file`, mira)).arrayBuffer());
    expect(decodePolicy(bytes)).toEqual({ manifest: kept.manifest, weights: trained.weights });
  });

  test('of somebody else’s laps becomes nobody’s own clone', async () => {
    const { result } = await site.jobOf(await bring(boast(), other));
    const kept = await (await site.ask('GET', `/policies/${(result as { policy: string }).policy}`, other)).json();
    expect(kept).toMatchObject({ driverId: null, createdBy: other.driverId, datasetId });
  });

  test('says that it came as a file where it says nothing of a browser', async () => {
    const { result } = await site.jobOf(await bring(file, mira));
    expect((result as { origin: unknown }).origin).toEqual({ where: 'file', backEnd: null });
  });
});

describe('is refused with the reason', () => {
  test('who has no token, before the body is read, and what is no file', async () => {
    expect((await bring(file)).status).toBe(401);
    expect(await refusal(await bring(file, mira, 'application/json'))).toEqual([
      415,
      'A policy file is sent as "application/octet-stream", got "application/json".',
    ]);
    expect((await refusal(await bring(new Uint8Array(0), mira)))[0]).toBe(400);
    const [status, detail] = await refusal(await bring(new Uint8Array(8 * 1024 * 1024 + 1), mira));
    expect([status, detail]).toEqual([413, expect.stringContaining('8388608 bytes')]);
  });

  test('bytes that are no policy, in the words of whoever reads them', async () => {
    const [status, detail] = await refusal(
      await bring(new TextEncoder().encode('not a policy, but long enough'), mira),
    );
    expect([status, detail]).toEqual([
      422,
      expect.stringMatching(/Header length of the policy file: got .* expected at most/),
    ]);
    const [cut, why] = await refusal(await bring(file.subarray(0, file.length - 400), mira));
    expect([cut, why]).toEqual([422, expect.stringMatching(/got .*, expected /)]);
  });

  test.each<[string, () => Partial<PolicyManifest>, RegExp]>([
    ['another track', () => ({ trackId: 'oval' }), /Track of the policy: got oval, expected ring150/],
    ['another version of it', () => ({ trackHash: 'c'.repeat(64) }), /Version of the policy’s track/],
    ['another car', () => ({ vehicleHash: 'd'.repeat(64) }), /Car of the policy/],
    ['other physics', () => ({ physics: 99 }), /physics 99, expected physics 1/],
    ['no data set', () => ({ dataset: { id: null, laps: [] } }), /Data set of the policy: got none/],
    ['no lap', () => ({ dataset: { id: datasetId, laps: [] } }), /Laps of the policy: got none/],
    [
      'a lap that is not in the data set',
      () => ({ dataset: { id: datasetId, laps: [{ episode: 'ep-of-somebody', lap: 3 }] } }),
      /got lap 3 of episode ep-of-somebody/,
    ],
    [
      'a lap that is named again and again',
      () => ({ dataset: { id: datasetId, laps: Array(10_000).fill(trained.manifest.dataset.laps[0]) } }),
      /A lap of the policy: got lap \d+ of episode \S+, expected laps, each once/,
    ],
    [
      'corrections that nobody of the data set drove',
      () => ({ corrections: [{ episode: 'ep-of-somebody', firstTick: 0, ticks: 60 }] }),
      /A correction of the policy: got episode ep-of-somebody, expected turns of drivers, each once/,
    ],
    [
      'a correction that is named again and again',
      () => {
        const [{ episode }] = trained.manifest.dataset.laps;
        return { corrections: Array.from({ length: 10_000 }, (_, k) => ({ episode, firstTick: k, ticks: 1 })) };
      },
      /A correction of the policy: got episode \S+, expected turns/,
    ],
  ])('a policy of %s', async (_, part, reason) => {
    const found = await lookInto(site.server.store, saying(part())).catch((error: TaskRefusal) => {
      expect(error).toBeInstanceOf(TaskRefusal);
      return { fault: error.message };
    });
    expect(found.fault).toMatch(reason);
  });

  test('no policy that says which turns of its drivers it learned from', async () => {
    const [{ episode }] = trained.manifest.dataset.laps;
    const said = saying({ corrections: [{ episode, firstTick: 0, ticks: 60 }] });
    expect(await lookInto(site.server.store, said)).toEqual({ datasetId, fault: null });
  });

  test('a network too large to race', async () => {
    const { manifest } = trained;
    const head = { kind: 'flow', steps: 64, hold: 60 } as const;
    const inputs = manifest.normaliser.mean.length + 3;
    const network = { ...manifest.network, inputs, hidden: [1024, 512], outputs: headOutputs(head) };
    const slow = encodePolicy({ ...manifest, head, network }, new Float32Array(parameterCount(network)));
    await expect(lookInto(site.server.store, slow)).rejects.toThrow(
      /Driving by the policy: got \d+ million.*Train a smaller/,
    );
  });
});

test('whatever is done to a file, it is refused in a sentence and nothing else happens', async () => {
  const look = async (bytes: Uint8Array): Promise<void> => {
    const error = await lookInto(site.server.store, bytes).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(TaskRefusal);
    expect((error as TaskRefusal).message).toMatch(/: got .*, expected .*\. \S/);
    expect((error as TaskRefusal).message.length).toBeLessThan(600);
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.integer({ min: 1, max: 255 })),
        {
          minLength: 1,
          maxLength: 20,
        },
      ),
      async (changes) => {
        const bytes = file.slice();
        for (const [share, by] of changes) bytes[Math.floor(share * bytes.length)] ^= by;
        if (bytes.every((byte, i) => byte === file[i])) return;
        await look(bytes);
      },
    ),
    { numRuns: 150 },
  );
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 4000 }), look), { numRuns: 150 });
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (share) =>
      look(file.slice(0, Math.floor(share * file.length))),
    ),
    { numRuns: 60 },
  );
  expect(site.server.complaints).toEqual([]);
});

test('a file of a data set that is not there, or that its driver does not share or took back, is refused', async () => {
  const gone = saying({ dataset: { id: 'ds-nowhere', laps: [] } });
  expect((await bring(gone, mira)).status).toBe(404);
  const consent = { version: CONSENT_VERSION, recorded: true, shared: false, exported: true };
  await setConsent(site.server.store, mira.driverId, consent, 'ko');
  const [status, detail] = await refusal(await bring(file, other));
  expect([status, detail]).toEqual([403, expect.stringContaining(mira.driverId)]);
  await site.ask('DELETE', '/drivers/me', mira);
  expect((await bring(file, other)).status).toBe(410);
});

test('more files from one address than anybody trains in a minute are not even read', async () => {
  const unread = await httpServer();
  try {
    const statuses: number[] = [];
    for (let i = 0; i < 41; i++) {
      const sent = { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: Buffer.from(file) };
      statuses.push((await fetch(`${unread.url}/api/policies/file`, sent)).status);
    }
    expect(statuses).toEqual([...Array<number>(40).fill(401), 429]);
  } finally {
    await unread.close();
  }
});
