import { defineConfig } from 'vitest/config';

/** `npm test`: everything quick. Files that need minutes or a whole machine are named `*.long.test.ts`. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/**/*.long.test.ts', 'node_modules/**'],
    pool: 'forks',
    // Many files wait for clocks and sockets: three at a time keep two cores busy.
    maxWorkers: 3,
    setupFiles: ['tests/seed.ts'],
    // Against what hangs, not against what is slow: no machine is so busy.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
