import { defineConfig } from 'vitest/config';

const EACH = {
  setupFiles: ['tests/seed.ts'],
  // Against what hangs, not against what is slow.
  ...{ testTimeout: 900_000, hookTimeout: 300_000 },
  expect: { poll: { timeout: 90_000 } },
};
/** What drives a browser, loads or kills a server, or fills a disk wants the machine for itself. */
const ALONE = ['tests/journey/**/*.long.test.ts', 'tests/soak/**/*.long.test.ts', 'tests/**/faults.long.test.ts'];

/** `npm run test:long`: fault tests, small studies and engines two files at a time; then journeys and soaks one by one. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    pool: 'forks',
    projects: [
      {
        test: {
          ...{ ...EACH, name: 'together', maxWorkers: 2, sequence: { groupOrder: 0 } },
          include: ['tests/**/*.long.test.ts'],
          exclude: [...ALONE, 'node_modules/**'],
        },
      },
      { test: { ...EACH, name: 'alone', fileParallelism: false, sequence: { groupOrder: 1 }, include: ALONE } },
    ],
  },
});
