import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonl, makeProject, type Project } from "../testing/cli.ts";
import { type FakeServer, startFakeServer } from "../testing/fake-server/start-fake-server.ts";

const CASES = 400;
/** A kilobyte each: the outputs alone are more than the disk. */
const ANSWER = "yes ".repeat(1_000);

let server: FakeServer;
beforeAll(async () => {
  server = await startFakeServer({ reply: () => ({ text: ANSWER, latencyMs: 5 }) });
});
afterAll(() => server.close());

const files = () => ({
  "evals/s.yaml": `name: full
dataset: ../cases.jsonl
models: [{ id: mini, provider: openai, model: gpt-4.1-mini, base_url: "${server.baseUrl}/v1", api_key_env: none }]
graders: [{ type: includes, value: "yes" }]
run: { concurrency: 8 }
`,
  "cases.jsonl": jsonl(Array.from({ length: CASES }, (_, index) => ({ id: `c-${index}`, input: `case ${index}` }))),
});

/** Whether a small file system can be made here, and how to get rid of it. */
function mountSmall(path: string, size: string): (() => void) | null {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", path], { stdio: "pipe" });
    return () => execFileSync("umount", ["-l", path]);
  } catch {
    return null;
  }
}

async function onSmallDisk(
  context: { skip(reason: string): never },
  check: (project: Project, disk: string) => Promise<void>,
): Promise<void> {
  await using project = await makeProject(files());
  const disk = project.path("small");
  const unmount = mountSmall(disk, "1m");
  if (unmount === null) return context.skip("mount -t tmpfs is not allowed here");
  try {
    await check(project, disk);
  } finally {
    unmount();
  }
}

describe("a full disk", () => {
  it("ends the run in order: what was written is whole, exit 4, and --resume does the rest", async (context) => {
    await onSmallDisk(context, async (project, disk) => {
      const { code, stderr } = await project.evals(["run", "--no-cache", "--out", "small/runs"]);
      expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining("the disk is full: make room") });
      expect(stderr).not.toMatch(/internal error|^ {4}at /m);
      const [run = ""] = readdirSync(join(disk, "runs"));
      expect(readdirSync(join(disk, "runs", run)).filter((name) => /tmp$|lock$/.test(name))).toEqual([]);
      const called = server.stats.requests;
      expect(called).toBeLessThan(CASES);
      const { stdout } = await project.evals(["list", "--out", "small/runs"]);
      expect(stdout).toMatch(/incomplete|interrupted \(no process\)/);

      execFileSync("mount", ["-o", "remount,size=20m", disk]);
      const whole = (await project.read(`small/runs/${run}/outputs.jsonl`)).split("\n").length - 1;
      const resumed = await project.evals(["run", "--no-cache", "--out", "small/runs", "--resume"]);
      expect(resumed.code).toBe(0);
      expect(server.stats.requests - called).toBe(CASES - whole);
      // All that was called and answered is there, but for the batch that met the end of the disk.
      expect(called - whole).toBeLessThanOrEqual(2 * 8);
    });
  });

  it("tells of the figures where they cannot be kept, and the run says incomplete", async () => {
    await using project = await makeProject(files());
    const running = project.start(["run", "--no-cache", "-n", "60"]);
    let run: string | undefined;
    while (run === undefined || !existsSync(project.path(`reports/${run}/scores.jsonl`))) {
      await new Promise((done) => setTimeout(done, 2));
      [run] = existsSync(project.path("reports")) ? readdirSync(project.path("reports")) : [];
    }
    // As good as a full disk: the summary cannot take its place.
    mkdirSync(project.path(`reports/${run}/summary.json`));
    const { code, stdout, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringContaining("the run folder could not be written"),
    });
    expect(stderr).not.toMatch(/internal error/);
    expect(stdout).toContain("mini");
    expect(await project.document("run.json")).toMatchObject({ status: "incomplete" });
    expect(await project.lines("outputs.jsonl")).toHaveLength(60);
  });

  it("that is full before the first call is exit 2", async (context) => {
    await onSmallDisk(context, async (project, disk) => {
      fill(disk, 0);
      const before = server.stats.requests;
      const { code, stderr } = await project.evals(["run", "--no-cache", "--out", "small/runs"]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/cannot be (written|used).*ENOSPC/);
      expect(server.stats.requests).toBe(before);
    });
  });

  it("a read-only one is exit 2 before the first call; a missing parent is made", async (context) => {
    await onSmallDisk(context, async (project, disk) => {
      const deep = await project.evals(["run", "--no-cache", "-n", "1", "--out", "small/a/b/c"]);
      expect(deep.code).toBe(0);
      execFileSync("mount", ["-o", "remount,ro", disk]);
      const before = server.stats.requests;
      for (const args of [
        ["--out", "small/runs"],
        ["--out", "small/a/b/c", "--resume=latest"],
      ]) {
        const { code, stderr } = await project.evals(["run", "--no-cache", "-n", "1", ...args]);
        expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/cannot be (written to|used)/) });
      }
      expect(server.stats.requests).toBe(before);
    });
  });
});

/** Leaves so many bytes free. */
function fill(disk: string, leave: number): void {
  const { bavail, bsize } = statfsSync(disk);
  const bytes = bavail * bsize - leave;
  rmSync(join(disk, "ballast"), { force: true });
  if (bytes > 0) writeFileSync(join(disk, "ballast"), Buffer.alloc(bytes));
}
