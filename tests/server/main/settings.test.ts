import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from '../../../server/main/settings.ts';

test('an empty environment serves on 2567 from ./data', () => {
  expect(readSettings({})).toEqual({ port: 2567, dataDir: resolve('data'), tls: undefined });
  expect(readSettings({ PORT: '', DATA_DIR: '' }).port).toBe(2567);
});

test('what the environment says is taken', () => {
  const file = join(import.meta.dirname, 'settings.test.ts');
  const { port, dataDir, tls } = readSettings({ PORT: '0', DATA_DIR: '/tmp/x', TLS_CERT: file, TLS_KEY: file });
  expect([port, dataDir]).toEqual([0, '/tmp/x']);
  expect(tls?.cert.length).toBeGreaterThan(0);
});

test.each([
  [{ PORT: 'eighty' }, /PORT is "eighty"/],
  [{ PORT: '70000' }, /PORT is "70000"/],
  [{ TLS_CERT: '/nowhere.pem' }, /TLS_CERT and TLS_KEY/],
  [
    { TLS_CERT: '/nowhere.pem', TLS_KEY: '/nowhere.key' },
    /TLS_CERT is "\/nowhere.pem", which cannot be read \(ENOENT\)/,
  ],
])('%j is refused in one line', (environment, reason) => {
  expect(() => readSettings(environment)).toThrow(reason);
});
