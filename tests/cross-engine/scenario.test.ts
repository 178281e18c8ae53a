import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PHYSICS } from '../../shared/race/constants.ts';
import { driveScenario, MIXED, SCENARIO_TICKS } from './scenario.ts';

/**
 * The state hash after 10,000 ticks, by track. A change here is another physics: raise PHYSICS in the same commit and
 * write the new hashes down. (Or the track file has changed, which is a new version of the track.)
 */
const PINNED = {
  physics: 1,
  technical: '2b37394c114aad7e',
  obstacle: 'b788f503ea9931f3',
  cue: 'ceed2a845c6a97e2',
  mixed: '78ea27f95d940398',
};

test('ten thousand ticks of eight cars end on the pinned bits', () => {
  expect(PHYSICS).toBe(PINNED.physics);
  for (const name of ['technical', 'obstacle', 'cue'] as const) {
    const file = JSON.parse(readFileSync(new URL(`../../assets/tracks/${name}.json`, import.meta.url), 'utf8'));
    const run = driveScenario(file);
    expect(run.hashes.length).toBe(Math.ceil(SCENARIO_TICKS / 60));
    // Worth comparing: cars rub, fall and get round.
    expect(run.contactTicks).toBeGreaterThan(1000);
    expect(run.falls).toBeGreaterThan(20);
    expect(run.laps).toBeGreaterThan(8);
    expect(run.hashes.at(-1)).toBe(PINNED[name]);
  }
});

test('so do eight cars of three specifications, which counter-steer, fade and grip unevenly', () => {
  const file = JSON.parse(readFileSync(new URL('../../assets/tracks/technical.json', import.meta.url), 'utf8'));
  const run = driveScenario(file, MIXED);
  expect(run.contactTicks).toBeGreaterThan(1000);
  expect(run.falls).toBeGreaterThan(20);
  expect(run.hashes.at(-1)).toBe(PINNED.mixed);
});
