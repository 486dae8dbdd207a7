import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "evals/**/*.test.ts", "bench/**/*.test.ts"],
    exclude: ["**/*.slow.test.ts", "node_modules/**", "dist/**"],
    globalSetup: "src/testing/build-once.ts",
    // Against what hangs. A test that has to be fast says so itself.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "threads",
    // Two where vitest would take one of two cores: most tests of the command line wait for a process.
    maxWorkers: 2,
    // Modules are loaded once for each worker and not for each file: a quarter of the whole time.
    isolate: false,
  },
});
