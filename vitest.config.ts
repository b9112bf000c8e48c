import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/executables/**',
            'test/library/**',
            'test/conformance/{windows,clients,checks/judging}/**',
          ],
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['test/conformance/checks/judging/**/*.test.ts'],
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'executables',
          include: ['test/executables/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'library',
          include: ['test/library/**/*.test.ts'],
          globalSetup: 'test/library/place.ts',
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
