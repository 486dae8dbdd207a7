import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manifest } from "./__fixtures__/documents.ts";
import { writeManifest } from "./documents.ts";
import { findRun, listRuns } from "./find-runs.ts";
import { createRunFolder, newRunId } from "./run-folder.ts";

let cwd: string;
let reports: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "runs-"));
  reports = join(cwd, "reports");
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function addRun(runId: string, startedAt: string): Promise<void> {
  mkdirSync(join(reports, runId), { recursive: true });
  await writeManifest(join(reports, runId), { ...manifest, runId, startedAt });
}

const idOf = async (name: string) => (await findRun(name, reports, cwd)).manifest.runId;

describe("newRunId", () => {
  it("is <suite>-<YYYYMMDD>T<HHMMSS>Z-<hex>, in UTC", () => {
    const id = newRunId("support-triage", Date.UTC(2026, 0, 2, 3, 4, 5, 678));
    expect(id).toMatch(/^support-triage-20260102T030405Z-[0-9a-f]{6}$/);
    expect(newRunId("a", 0)).not.toBe(newRunId("a", 0));
  });
});

describe("createRunFolder", () => {
  it("makes the reports folder and the run's own", async () => {
    const folder = await createRunFolder(join(reports, "deep"), "a-1");
    expect(folder).toBe(join(reports, "deep", "a-1"));
    expect(statSync(folder).isDirectory()).toBe(true);
  });

  it("tells what is wrong with --out", async () => {
    writeFileSync(reports, "a file");
    await expect(createRunFolder(reports, "a-1")).rejects.toMatchObject({ name: "reports_folder" });
    await expect(createRunFolder(reports, "a-1")).rejects.toThrow(/choose another with --out/);
  });

  it("never takes a folder that is there", async () => {
    await createRunFolder(reports, "a-1");
    await expect(createRunFolder(reports, "a-1")).rejects.toMatchObject({ name: "reports_folder" });
  });
});

describe("listRuns", () => {
  it("gives the newest first, whatever the names, and leaves out what is no run", async () => {
    await addRun("b-1", "2026-01-02T00:00:00.000Z");
    await addRun("a-1", "2026-01-03T00:00:00.000Z");
    await addRun("c-1", "2026-01-01T00:00:00.000Z");
    await addRun("c-2", "2026-01-01T00:00:00.000Z");
    mkdirSync(join(reports, "no-run"));
    mkdirSync(join(reports, "damaged"));
    writeFileSync(join(reports, "damaged", "run.json"), "{");
    writeFileSync(join(reports, "a-file"), "");
    expect((await listRuns(reports)).map((run) => run.manifest.runId)).toEqual(["a-1", "b-1", "c-2", "c-1"]);
  });

  it("gives nothing where there is no folder", async () => {
    expect(await listRuns(reports)).toEqual([]);
  });

  it("never has many files open at once", async () => {
    for (let i = 0; i < 150; i++) await addRun(`a-${i}`, "2026-01-01T00:00:00.000Z");
    let most = 0;
    // Of these runs alone: tests that run beside this one open files, too.
    const open = () => readdirSync("/proc/self/fd").filter((fd) => targetOf(fd).startsWith(reports)).length;
    let listing = true;
    const listed = listRuns(reports).finally(() => {
      listing = false;
    });
    while (listing) {
      if (process.platform === "linux") most = Math.max(most, open());
      await new Promise((done) => setImmediate(done));
    }
    expect(await listed).toHaveLength(150);
    expect(most).toBeLessThan(100);
  });
});

/** What an open file is; "": it has been closed meanwhile. */
function targetOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return "";
  }
}

describe("findRun", () => {
  beforeEach(async () => {
    await addRun("triage-20260101T000000Z-aaaaaa", "2026-01-01T00:00:00.000Z");
    await addRun("triage-20260102T000000Z-bbbbbb", "2026-01-02T00:00:00.000Z");
    await addRun("other-20260103T000000Z-cccccc", "2026-01-03T00:00:00.000Z");
  });

  it.each([
    ["triage-20260101T000000Z-aaaaaa", "triage-20260101T000000Z-aaaaaa"],
    ["triage-20260101", "triage-20260101T000000Z-aaaaaa"],
    ["o", "other-20260103T000000Z-cccccc"],
    ["latest", "other-20260103T000000Z-cccccc"],
    ["latest~0", "other-20260103T000000Z-cccccc"],
    ["latest~1", "triage-20260102T000000Z-bbbbbb"],
    ["latest~2", "triage-20260101T000000Z-aaaaaa"],
    ["reports/triage-20260102T000000Z-bbbbbb", "triage-20260102T000000Z-bbbbbb"],
    ["./reports/triage-20260102T000000Z-bbbbbb/", "triage-20260102T000000Z-bbbbbb"],
  ])("%s", async (name, id) => {
    expect(await idOf(name)).toBe(id);
    expect((await findRun(name, reports, cwd)).folder).toBe(join(reports, id));
  });

  it("takes an absolute folder anywhere", async () => {
    const elsewhere = join(cwd, "elsewhere");
    mkdirSync(elsewhere);
    await writeManifest(elsewhere, { ...manifest, runId: "x" });
    expect(await idOf(elsewhere)).toBe("x");
  });

  it("an id wins over the longer one that it begins", async () => {
    await addRun("triage", "2025-01-01T00:00:00.000Z");
    expect(await idOf("triage")).toBe("triage");
  });

  it.each([
    ["triage", "run_ambiguous", /begins the ids of 2 runs: triage-2026/],
    ["latest~3", "run_not_found", /there are only 3 runs/],
    ["", "run_not_found", /no run ""/],
    ["nothing-like-it", "run_not_found", /^no run "nothing-like-it" in [^;]*; evals list shows them$/],
    ["triage-20260101T000000Z-aaaaab", "run_not_found", /did you mean "triage-20260101T000000Z-aaaaaa"/],
    ["triage-20260101T000000Z-aaaaaa-", "run_not_found", /did you mean/],
  ])("%j: %s", async (name, error, message) => {
    await expect(findRun(name, reports, cwd)).rejects.toMatchObject({ name: error });
    await expect(findRun(name, reports, cwd)).rejects.toThrow(message);
  });

  it("says what is wrong with a run that is asked for by its id", async () => {
    mkdirSync(join(reports, "broken"));
    writeFileSync(join(reports, "broken", "run.json"), "{");
    await expect(findRun("broken", reports, cwd)).rejects.toMatchObject({ name: "damaged_run" });
  });

  it("says where there are none", async () => {
    await expect(findRun("latest", join(cwd, "none"), cwd)).rejects.toMatchObject({ name: "no_runs" });
  });
});
