import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunManifest } from "../domain/run.ts";
import type { Score } from "../domain/score.ts";
import type { Requirement } from "../domain/suite.ts";
import { manifest as written } from "../log/__fixtures__/documents.ts";
import { readManifest } from "../log/documents.ts";
import { cases, emptyTable, output, score } from "../measure/__fixtures__/rows.ts";
import { STOP_EARLY } from "../measure/sequential/looks.ts";
import type { TrialResult } from "../trial/run-trial.ts";
import { StopEarly } from "./stop-early.ts";

const CASES = 100;
const atLeast = (value: number): Requirement => ({
  metric: "accuracy",
  bound: { kind: "min", value, unit: "metric" },
  slice: null,
  candidate: null,
  against: null,
  decide: "interval",
  source: { index: 0, line: 1, col: 1 },
});

function manifestOf(candidates: readonly string[], more: Partial<RunManifest["resolvedSuite"]>): RunManifest {
  const [one] = written.candidates;
  if (one === undefined) throw new Error("the fixture has a candidate");
  return {
    ...written,
    status: "running",
    candidates: candidates.map((id) => ({ ...one, id })),
    resolvedSuite: { ...written.resolvedSuite, graders: [], gate: null, requirements: [], ...more },
    stopEarly: { ...STOP_EARLY, decisions: [] },
  };
}

interface Fed {
  readonly stopEarly: StopEarly;
  readonly folder: string;
  readonly notes: readonly string[];
  /** One trial: passed, failed, or errored. */
  feed(candidateAt: number, index: number, outcome: boolean | "error"): Promise<void>;
}

async function watching(manifest: RunManifest, use: (fed: Fed) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "evals-stop-early-"));
  const candidates = manifest.candidates.map(({ id }) => id);
  const table = await emptyTable({ candidates, cases: cases(CASES) });
  const notes: string[] = [];
  const parts = { folder, manifest, table, baseline: null, priced: () => true };
  const stopEarly = new StopEarly({ ...parts, onNote: (text) => notes.push(text) });
  const feed: Fed["feed"] = (candidateAt, index, outcome) => {
    const place = { caseId: `c${index}`, candidate: candidates[candidateAt] ?? "" };
    const made = outcome === "error" ? output({ ...place, error: "timeout" }) : output(place);
    const scores: Score[] = outcome === "error" ? [] : [score({ ...place, grade: outcome })];
    // What was graded and how is all that it looks at.
    const result = { output: made, scores } as unknown as TrialResult;
    return stopEarly.ended(candidateAt, index, result);
  };
  try {
    await use({ stopEarly, folder, notes, feed });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe("StopEarly", () => {
  it("judges when the first cases are there, not when so many are, and writes what it decides", async () => {
    await watching(manifestOf(["m"], { requirements: [atLeast(0.3)] }), async ({ stopEarly, folder, notes, feed }) => {
      expect(stopEarly.reach).toBe(20);
      for (let index = 1; index < 20; index++) await feed(0, index, true);
      expect(stopEarly.isStopped(0)).toBe(false);
      await feed(0, 0, true);
      // 20 of 20 at the first look's bound: [0.490, 1].
      expect(stopEarly.isStopped(0)).toBe(true);
      expect(stopEarly.reach).toBe(Number.POSITIVE_INFINITY);
      const decision = { candidate: "m", look: 1, cases: 20, why: "its requirements are decided" };
      expect((await readManifest(folder)).stopEarly).toEqual({ looks: 5, alpha: 0.05, decisions: [decision] });
      expect(stopEarly.manifest.stopEarly?.decisions).toEqual([decision]);
      expect(notes).toEqual([expect.stringContaining("m stopped early at look 1 of 5, after 20 of 100 cases")]);
    });
  });

  it("goes on, look by look, with whom it is not sure of", async () => {
    await watching(manifestOf(["a", "b"], { requirements: [atLeast(0.6)] }), async ({ stopEarly, feed }) => {
      for (let index = 0; index < 20; index++) await feed(0, index, false);
      // Its own look waits for everybody who is in.
      expect(stopEarly.isStopped(0)).toBe(false);
      for (let index = 0; index < 20; index++) await feed(1, index, index % 2 === 0);
      expect([stopEarly.isStopped(0), stopEarly.isStopped(1)]).toEqual([true, false]);
      expect(stopEarly.reach).toBe(40);
      for (let index = 20; index < 40; index++) await feed(1, index, index % 2 === 0);
      expect(stopEarly.isStopped(1)).toBe(false);
      expect(stopEarly.reach).toBe(60);
    });
  });

  it("does not stop on errors: they might have been failures, and are too many for a verdict", async () => {
    const run = { ...written.resolvedSuite.run, maxErrorRate: 0.02 };
    await watching(manifestOf(["m"], { requirements: [atLeast(0.3)], run }), async ({ stopEarly, feed }) => {
      for (let index = 0; index < 20; index++) await feed(0, index, index === 3 ? "error" : true);
      expect(stopEarly.isStopped(0)).toBe(false);
      for (let index = 20; index < 60; index++) await feed(0, index, true);
      expect(stopEarly.isStopped(0)).toBe(true);
      expect(stopEarly.manifest.stopEarly?.decisions[0]).toMatchObject({ look: 3, cases: 60 });
    });
  });

  it("knows who was stopped before, and holds nobody up for a trial that has no result", async () => {
    const before = manifestOf(["a", "b"], { requirements: [atLeast(0.5)] });
    const decisions = [{ candidate: "a", look: 1, cases: 20, why: "" }];
    await watching({ ...before, stopEarly: { ...STOP_EARLY, decisions } }, async ({ stopEarly, feed }) => {
      expect([stopEarly.isStopped(0), stopEarly.isStopped(1)]).toEqual([true, false]);
      for (let index = 0; index < 20; index++) await feed(1, index, index % 2 === 0);
      expect(stopEarly.reach).toBe(40);
      stopEarly.halt();
      expect(stopEarly.reach).toBe(Number.POSITIVE_INFINITY);
    });
  });

  it("drops who cannot win a race", async () => {
    await watching(manifestOf(["a", "b", "c"], {}), async ({ stopEarly, notes, feed }) => {
      for (let index = 0; index < 34; index++)
        for (const [at, passes] of [true, index % 9 > 0, false].entries()) await feed(at, index, passes);
      expect([0, 1, 2].map((at) => stopEarly.isStopped(at))).toEqual([false, false, true]);
      expect(notes).toEqual([expect.stringContaining("c was dropped after")]);
      expect(stopEarly.manifest.stopEarly?.decisions[0]).toMatchObject({ candidate: "c", look: null });
    });
  });
});
