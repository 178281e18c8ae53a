import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { killRecorders } from './recorderkills.ts';
import { killServers } from './serverkills.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'mimic-kills-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('a recorder killed at random instants under 64 cars loses no acknowledged tick', async () => {
  const { faults, races, acknowledgedTicks, frames } = await killRecorders(dataDir, 5, () => {});
  expect(faults).toEqual([]);
  expect(races).toBeGreaterThanOrEqual(32);
  expect(acknowledgedTicks).toBeGreaterThan(0);
  expect(frames).toBeGreaterThan(0);
});

test('a server killed at random instants under 64 people has every acknowledged tick, as it was sent', async () => {
  const { faults, races, acknowledgedTicks, frames } = await killServers(dataDir, 5, () => {});
  expect(faults).toEqual([]);
  expect(races).toBeGreaterThan(0);
  expect(acknowledgedTicks).toBeGreaterThan(0);
  expect(frames).toBeGreaterThan(0);
});
