import { defineConfig } from "vitest/config";

// What measures times, memory or processes of the whole machine has it to itself.
const ALONE = [
  "src/cli/interrupt.slow.test.ts",
  "src/cli/disk-full.slow.test.ts",
  "src/cli/kill.slow.test.ts",
  "src/grader/*.slow.test.ts",
  "src/measure/table.slow.test.ts",
  "bench/**/*.slow.test.ts",
];
const shared = { testTimeout: 240_000, hookTimeout: 240_000 };

// Faults, simulations, the browser: minutes rather than milliseconds.
export default defineConfig({
  test: {
    globalSetup: "src/testing/build-once.ts",
    projects: [
      {
        test: {
          name: "two at a time",
          include: ["src/**/*.slow.test.ts", "evals/**/*.slow.test.ts", "bench/**/*.slow.test.ts"],
          exclude: ALONE,
          ...shared,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { name: "alone", include: ALONE, ...shared, fileParallelism: false, sequence: { groupOrder: 1 } } },
    ],
  },
});
