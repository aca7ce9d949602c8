import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    projects: [
      { extends: true, test: { name: 'regles', include: ['src/**/rules.test.ts', 'src/domain/**/*.test.ts', 'src/ui/**/*.test.{ts,tsx}'] } },
    ],
  },
});
