import { beforeEach, expect, test, vi } from 'vitest';

type Called = { method: string; path: string; token: string | null; body: unknown };

/** The page's module as a browser loads it: with this storage, and this server. */
async function load(stored: Map<string, string> | null, answer: (call: Called) => [number, unknown]) {
  vi.resetModules();
  const calls: Called[] = [];
  const refuse = (): never => {
    throw new Error('storage is forbidden');
  };
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => (stored ? (stored.get(key) ?? null) : refuse()),
    setItem: (key: string, value: string) => (stored ? stored.set(key, value) : refuse()),
  });
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const headers = init.headers as Record<string, string>;
    const token = headers.authorization?.replace('Bearer ', '') ?? null;
    const body = init.body === undefined ? null : JSON.parse(String(init.body));
    const call = { method: init.method ?? 'GET', path, token, body };
    calls.push(call);
    const [status, reply] = answer(call);
    return new Response(JSON.stringify(reply), { status });
  });
  return { calls, ...(await import('../../../client/connection/driver.ts')) };
}

const TOKEN = 'x'.repeat(43);
/** What a deletion took. */
const GONE = {
  ...{ episodes: 3, laps: 5, datasets: 1, policies: 2, pending: [] },
  gone: { datasets: ['ds-1'], policies: ['p-1', 'p-2'] },
};
let made = 0;
const server = ({ method, path, body }: Called): [number, unknown] => {
  if (method === 'POST' && path === '/api/drivers')
    return [201, { driverId: `d-${++made}`, driverToken: TOKEN + made }];
  if (method === 'PUT') return [200, body];
  if (method === 'DELETE') return [200, GONE];
  return [200, {}];
};

beforeEach(() => {
  made = 0;
  vi.unstubAllGlobals();
});

test('who refuses is not even known to the server', async () => {
  const page = await load(new Map(), server);
  expect(page.recording.value).toBeNull();
  await page.setConsent({ recorded: false, shared: false, exported: false }, false);
  expect(page.recording.value).toBe(false);
  expect(page.calls).toEqual([]);
});

test('under 14 nothing is recorded, whatever was ticked', async () => {
  const page = await load(new Map(), server);
  await page.setConsent({ recorded: true, shared: true, exported: true }, true);
  expect(page.driver.value.consent).toMatchObject({ recorded: false, shared: false, exported: false });
  expect(page.calls).toEqual([]);
});

test('a choice is told to the server with the token, and remembered for the next visit', async () => {
  const stored = new Map<string, string>();
  const first = await load(stored, server);
  await first.setConsent({ recorded: true, shared: false, exported: true }, false);
  expect(first.calls.map(({ method, path, token }) => [method, path, token])).toEqual([
    ['POST', '/api/drivers', null],
    ['PUT', '/api/drivers/me/consent', `${TOKEN}1`],
  ]);
  const again = await load(stored, server);
  expect(again.recording.value).toBe(true);
  expect(await again.driverToken()).toBe(`${TOKEN}1`);
  expect(again.calls).toEqual([]);
});

test('someone else starts with nothing chosen, and the one before can come back', async () => {
  const page = await load(new Map(), server);
  page.setName('Mina');
  await page.setConsent({ recorded: true, shared: false, exported: false }, false);
  page.someoneElse();
  expect(page.driver.value).toMatchObject({ driverToken: null, name: '', consent: null });
  expect(await page.driverToken()).toBe(`${TOKEN}2`);
  page.comeBack(page.earlierDrivers.value[0]!);
  expect(page.driver.value).toMatchObject({ driverId: 'd-1', name: 'Mina' });
  expect(page.earlierDrivers.value.map(({ driverId }) => driverId)).toEqual(['d-2']);
});

test('withdrawing asks the server to delete, then forgets; a failed deletion forgets nothing', async () => {
  let down = true;
  const page = await load(new Map(), (call) => (call.method === 'DELETE' && down ? [503, {}] : server(call)));
  await page.setConsent({ recorded: true, shared: false, exported: false }, false);
  await expect(page.withdraw()).rejects.toThrow();
  expect(page.driver.value.driverToken).toBe(`${TOKEN}1`);
  down = false;
  expect(await page.withdraw()).toEqual(GONE);
  expect(await page.withdraw()).toBeNull();
  expect(page.driver.value).toMatchObject({ driverId: null, driverToken: null, consent: null });
});

test('the driver of a secret link takes the wheel, and whoever drove here before can come back', async () => {
  const page = await load(new Map(), server);
  page.setName('Mina');
  await page.setConsent({ recorded: true, shared: false, exported: false }, false);
  const consent = { version: 1, recorded: true, shared: true, exported: true };
  page.adopt({ driverId: 'd-else', consent, tracks: [] }, 'y'.repeat(43));
  expect(page.driver.value).toMatchObject({ driverId: 'd-else', driverToken: 'y'.repeat(43), name: '' });
  // They agreed to an older text: asked again before anything is recorded.
  expect(page.recording.value).toBeNull();
  expect(page.earlierDrivers.value.map(({ name }) => name)).toEqual(['Mina']);
  page.comeBack(page.earlierDrivers.value[0]!);
  page.adopt({ driverId: 'd-else', consent, tracks: [] }, 'y'.repeat(43));
  expect(page.earlierDrivers.value.map(({ driverId }) => driverId)).toEqual(['d-1']);
});

test('a browser without storage drives all the same', async () => {
  const page = await load(null, server);
  page.setName('Junho');
  await page.setConsent({ recorded: true, shared: false, exported: false }, false);
  expect(await page.driverToken()).toBe(`${TOKEN}1`);
});

test('a server that does not know the token makes the page forget it', async () => {
  const stored = new Map<string, string>();
  const page = await load(stored, (call) => (call.path === '/api/drivers/me' ? [401, {}] : server(call)));
  await expect(page.fetchOwnRecord(await page.driverToken())).rejects.toMatchObject({ status: 401 });
  expect(page.driver.value.driverToken).toBeNull();
  expect(stored.get('mimic-gp-drivers')).not.toContain(TOKEN);
});

test('names are taken as the server takes them', async () => {
  const page = await load(new Map(), server);
  expect(page.acceptedName('  Mina   K ')).toBe('Mina K');
  expect(page.acceptedName('')).toBeNull();
  expect(page.acceptedName('가'.repeat(25))).toBeNull();
});
