import { defineConfig } from 'vitest/config';

/** `npm run test:long`: journeys, fault tests and small studies, one file at a time so that none disturbs another. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['tests/**/*.long.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
