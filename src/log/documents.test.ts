import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { manifest, summary } from "./__fixtures__/documents.ts";
import { manifestJson, readManifest, readSummaryJson, summaryJson, writeManifest, writeSummary } from "./documents.ts";
import { markInterrupted } from "./mark-interrupted.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "documents-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8")) as JsonObject;

describe("summary.json", () => {
  it("has every key of the contract's example under that name", () => {
    const document = summaryJson(summary) as never as Record<string, never>;
    expect(Object.keys(document)[0]).toBe("schema");
    expect(document).toMatchObject({
      schema: "evals.summary/1",
      run_id: "r-1",
      suite: "support-triage",
      status: "complete",
      started_at: "2026-01-01T00:00:00.000Z",
      finished_at: "2026-01-01T00:00:05.120Z",
      wall_ms: 5120,
      candidates: [
        {
          id: "mini",
          provider: "openai",
          model: "gpt-4.1-mini",
          prompt: "terse",
          trials: { planned: 200, passed: 171, failed: 27, ungraded: 0, errored: 2, cached: 0 },
          metrics: {
            accuracy: { value: 0.8636, low: 0.809, high: 0.905, n: 198, method: "wilson" },
            cost_total_usd: { value: null, low: null, high: null, n: 0, method: "unknown-price" },
          },
          slices: { "tag:billing": { accuracy: { n: 40 } } },
        },
      ],
      spent: { candidates_usd: 0.0024, judges_usd: 0, calls: 198, unpriced_calls: 0 },
      comparisons: [
        {
          metric: "accuracy",
          baseline: "rules",
          candidate: "mini",
          n: 198,
          difference: 0.12,
          low: 0.06,
          high: 0.18,
          p: 0.0004,
          p_adjusted: 0.0008,
          method: "tango+mcnemar-midp",
          improved: ["t-004"],
          regressed: ["t-090"],
          improved_count: 31,
          regressed_count: 7,
          unshared: 2,
        },
      ],
      requirements: [
        {
          metric: "accuracy",
          candidate: "mini",
          min: 0.85,
          verdict: "undecided",
          value: 0.8636,
          low: 0.809,
          high: 0.905,
          reason: "because",
          cases_needed: 2500,
        },
        { metric: "cost_per_success_usd", max_increase: "10%" },
      ],
      verdict: "undecided",
    });
    const [requirement] = document.requirements as never as JsonObject[];
    expect(requirement).not.toHaveProperty("bound");
  });

  it("has no camelCase key but the names that users gave", () => {
    const camel = keysOf(summaryJson(summary)).filter((key) => /[a-z][A-Z]/.test(key));
    expect(camel).toEqual(["grader.toneOfVoice", "tag:billingEU", "grader.toneOfVoice", "theModel was silent"]);
  });

  it("is written whole and read again", async () => {
    expect(await readSummaryJson(folder)).toBeNull();
    await writeSummary(folder, summary);
    expect(await readSummaryJson(folder)).toEqual(summaryJson(summary));
    expect(readdirSync(folder)).toEqual(["summary.json"]);
  });
});

describe("run.json", () => {
  it("comes back as it was, the user's own data with all its keys", async () => {
    await writeManifest(folder, manifest);
    expect(await readManifest(folder)).toEqual(manifest);
    const document = read("run.json") as never as { resolved_suite: Record<string, never> };
    const [model] = document.resolved_suite.models as never as JsonObject[];
    expect(model?.params).toEqual({ maxTokens: 16, extra_body: { topK: 3 } });
    expect(document.resolved_suite.vars).toEqual({ theLabels: ["a"], snake_case: { innerKey: 1 } });
  });

  it("is in snake_case", () => {
    const document = manifestJson(manifest);
    expect(Object.keys(document).slice(0, 4)).toEqual(["schema", "run_id", "suite", "suite_path"]);
    expect(document.schema).toBe("evals.run/1");
    const users = ["maxTokens", "topK", "theLabels", "innerKey", "someColumn", "innerField", "xCustom", "cacheRead"];
    const camel = keysOf(document).filter((key) => /[a-z][A-Z]/.test(key));
    expect(camel.filter((key) => !users.includes(key))).toEqual([]);
  });

  it.each([
    ["{", "is not valid JSON"],
    ["null", "no evals.run/1 record"],
    ['{"schema": "evals.summary/1"}', "no evals.run/1 record"],
    ['{"schema": "evals.run/2"}', "newer version of evals"],
  ])("%s is refused", async (content, message) => {
    writeFileSync(join(folder, "run.json"), content);
    await expect(readManifest(folder)).rejects.toThrow(message);
    await expect(readManifest(folder)).rejects.toMatchObject({ name: "damaged_run" });
  });
});

describe("markInterrupted", () => {
  it("says that a run was stopped, and leaves everything else", async () => {
    await writeManifest(folder, { ...manifest, status: "running", statusReason: null, finishedAt: null });
    const before = read("run.json");
    markInterrupted(folder);
    const { status, status_reason, finished_at, ...rest } = read("run.json");
    expect([status, status_reason]).toEqual(["interrupted", "it was stopped at once"]);
    expect(finished_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(before).toMatchObject(rest);
    expect((await readManifest(folder)).resolvedSuite).toEqual(manifest.resolvedSuite);
    expect(readdirSync(folder)).toEqual(["run.json"]);
  });

  it("leaves a complete run, and a folder without a readable run.json, as they are", async () => {
    await writeManifest(folder, manifest);
    const before = readFileSync(join(folder, "run.json"), "utf8");
    markInterrupted(folder);
    expect(readFileSync(join(folder, "run.json"), "utf8")).toBe(before);
    writeFileSync(join(folder, "run.json"), "{");
    markInterrupted(folder);
    expect(readFileSync(join(folder, "run.json"), "utf8")).toBe("{");
    expect(() => markInterrupted(join(folder, "none"))).not.toThrow();
  });
});

function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...keysOf(member)]);
}
