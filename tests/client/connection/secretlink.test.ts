import { beforeEach, expect, test, vi } from 'vitest';

const TOKEN = `${'Ab3_'.repeat(10)}xyz`;

/** The page's module in a tab whose address is `path`; what the address bar shows afterwards. */
async function open(path: string, own: string | null = null) {
  vi.resetModules();
  const at = new URL(path, 'http://10.0.0.7:2567');
  const heard: (() => void)[] = [];
  const kept = { current: { driverId: 'd-1', driverToken: own, name: '', consent: null, under14: false }, earlier: [] };
  vi.stubGlobal('localStorage', { getItem: () => JSON.stringify(kept), setItem: () => {} });
  vi.stubGlobal('location', at);
  vi.stubGlobal('history', {
    state: null,
    replaceState: (_: unknown, __: string, shown: string) => {
      at.hash = '';
      at.pathname = shown;
    },
  });
  vi.stubGlobal('addEventListener', (event: string, hear: () => void) => event === 'hashchange' && heard.push(hear));
  const page = await import('../../../client/connection/secretlink.ts');
  page.startSecretLinks();
  return { ...page, at, changed: () => heard[0]!() };
}

beforeEach(() => vi.unstubAllGlobals());

test('a link opens the page of the person it belongs to, and the secret leaves the address bar', async () => {
  const { visited, at } = await open(`/me#${TOKEN}`);
  expect(TOKEN).toHaveLength(43);
  expect(visited.value).toBe(TOKEN);
  expect(at.href).toBe('http://10.0.0.7:2567/me');
});

test('one’s own link is no visit', async () => {
  const { visited, at } = await open(`/me#${TOKEN}`, TOKEN);
  expect(visited.value).toBeNull();
  expect(at.hash).toBe('');
});

test('a link that is put into the address bar of an open page counts as well', async () => {
  const { visited, at, changed } = await open('/me');
  expect(visited.value).toBeNull();
  at.hash = TOKEN;
  changed();
  expect([visited.value, at.hash]).toEqual([TOKEN, '']);
});

test.each([`/#${TOKEN}`, `/session/ABC#${TOKEN}`, '/me#main', '/me'])('%s is nobody’s link', async (path) => {
  const { visited, at } = await open(path);
  expect(visited.value).toBeNull();
  expect(at.href).toBe(`http://10.0.0.7:2567${path}`);
});

test('the link that is given out leads there', async () => {
  const given = await open('/', TOKEN);
  const { visited } = await open(given.secretLink(TOKEN));
  expect(visited.value).toBe(TOKEN);
});
