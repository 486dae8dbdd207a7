import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "evals/**/*.test.ts", "bench/**/*.test.ts"],
    exclude: ["**/*.slow.test.ts", "node_modules/**", "dist/**"],
    globalSetup: "src/testing/build-once.ts",
    testTimeout: 20_000,
    pool: "threads",
    // Two where vitest would take one of two cores: most tests of the command line wait for a process.
    maxWorkers: 2,
  },
});
