import { defineConfig } from "vitest/config";

// Faults, simulations, the browser: minutes rather than milliseconds.
export default defineConfig({
  test: {
    include: ["src/**/*.slow.test.ts", "evals/**/*.slow.test.ts"],
    globalSetup: "src/testing/build-once.ts",
    testTimeout: 240_000,
    fileParallelism: false,
  },
});
