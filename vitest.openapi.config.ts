import { defineConfig } from 'vitest/config';

/** The tests of the API again, with every answer compared with the OpenAPI document; and hostile requests made from it. */
export default defineConfig({
  test: {
    include: ['test/api/**/*.test.ts', 'test/openapi/**/*.check.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    env: { ATTENDANT_OPENAPI: process.env['ATTENDANT_OPENAPI'] ?? '../shared/api/openapi.json' },
  },
});
