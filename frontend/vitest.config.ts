import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['packages/**/*.test.ts', 'packages/**/*.test.tsx'], environment: 'node', testTimeout: 5000 },
});
