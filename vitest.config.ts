import { defineConfig } from 'vitest/config';

const EVERYWHERE_EXCLUDED = ['**/node_modules/**', '**/dist/**', '**/coverage/**', 'data/**', 'data-demo/**'];

export default defineConfig({
  test: {
    reporters: ['default', './tests/support/summary-reporter.ts'],
    // Two at a time: tests of the whole hub run a hub, a browser and a broker beside them.
    maxWorkers: 2,
    // Far above what any test needs, so that a busy machine fails none; a hang still ends.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    // A test that leaves a stub behind must not change the next one's world.
    restoreMocks: true,
    unstubEnvs: true,
    env: { NODE_ENV: 'test', TZ: 'UTC' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{core,plugin-sdk,plugins,examples,bench,scripts,ui}/**/*.test.ts', 'tests/support/**/*.test.ts'],
          exclude: EVERYWHERE_EXCLUDED,
          sequence: { groupOrder: 0 },
          // Packages meet each other built: one copy of the SDK, as when the hub runs.
          server: { deps: { external: [/\/dist\//] } },
        },
      },
      {
        extends: true,
        test: {
          name: 'hub',
          include: ['tests/**/*.test.ts'],
          exclude: [...EVERYWHERE_EXCLUDED, 'tests/support/**'],
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 15_000, interval: 50 } },
          server: { deps: { external: [/\/dist\//] } },
        },
      },
    ],
  },
});
