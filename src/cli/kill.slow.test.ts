import { stat } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { createRandom } from "../stats/sfc32.ts";
import { jsonl, makeProject, type Project } from "../testing/cli.ts";
import { type SpawnedFakeServer, spawnFakeServer } from "../testing/fake-server/spawn-fake-server.ts";

const CASES = 2_000;
const KILLS = 20;
const CONCURRENCY = 8;

const files = (baseUrl: string) => ({
  "evals/s.yaml": `name: killed
dataset: ../cases.jsonl
models:
  - id: mini
    provider: openai
    model: gpt-4.1-mini
    base_url: "${baseUrl}/v1"
    api_key_env: none
    prices: { input: 0.5, output: 1.5 }
graders:
  - { type: exact }
  - { id: short, type: length, max: 3, advisory: true }
slices: [group]
requirements: [{ metric: accuracy, min: 0.5 }]
run: { concurrency: ${CONCURRENCY} }
`,
  "cases.jsonl": jsonl(
    Array.from({ length: CASES }, (_, index) => ({
      id: `c-${index}`,
      input: `case ${index} [[answer:${index % 5 === 0 ? "no" : "yes"}]]`,
      expected: "yes",
      group: index % 3,
    })),
  ),
});

let server: SpawnedFakeServer;
let undisturbed: JsonObject;
beforeAll(async () => {
  // In a process of its own: it outlives those that are killed, and takes no time of theirs.
  server = await spawnFakeServer({ latencyMs: 8, account: true });
  await using project = await makeProject(files(server.baseUrl));
  const { code } = await project.evals(["run", "--no-cache"]);
  expect(code).toBe(0);
  undisturbed = await figures(project);
}, 60_000);
afterAll(() => server.close());

/** The summary but for what names the run, and for times. */
async function figures(project: Project): Promise<JsonObject> {
  const {
    run_id: _,
    started_at: __,
    finished_at: ___,
    wall_ms: ____,
    ...rest
  } = await project.document("summary.json");
  const text = JSON.stringify(rest, (key, value: unknown) => {
    if (/latency|first_token|per_s$/.test(key)) return "time";
    // The order in which costs come in moves their sum by its last digit.
    return typeof value === "number" ? Number(value.toPrecision(12)) : value;
  });
  return JSON.parse(text) as JsonObject;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Lets a run come to a random moment: while it starts, or when some more of its outputs are on disk. Gives which. */
async function randomMoment(
  project: Project,
  random: () => number,
  ended: () => boolean,
): Promise<"starting" | "under way"> {
  const bytes = async () => {
    const [run] = await project.runs().catch(() => []);
    return run === undefined
      ? 0
      : ((await stat(project.path(`reports/${run}/outputs.jsonl`)).catch(() => null))?.size ?? 0);
  };
  const before = await bytes();
  if (random() < 0.2) {
    await sleep(random() * 500);
    return "starting";
  }
  const more = Math.floor(random() * 180) * 640;
  while (!ended() && (await bytes()) <= before + more) await sleep(3);
  await sleep(random() * 12);
  return "under way";
}

/** Kills the run again and again, until it is done; gives how often it was in its middle. */
async function killAgainAndAgain(project: Project, signal: "SIGKILL" | "SIGTERM", seed: number): Promise<number> {
  const random = createRandom(seed);
  let kills = 0;
  for (let start = 0; start < KILLS; start++) {
    const resume = (await project.runs().catch(() => [])).length > 0 ? ["--resume"] : [];
    const running = project.start(["run", "--no-cache", "--grace", "20", ...resume]);
    let over = false;
    void running.ended.then(() => {
      over = true;
    });
    const moment = await randomMoment(project, random, () => over);
    running.child.kill(signal);
    const { code } = await running.ended;
    if (code === 0) throw new Error(`the run was done after ${start} kills`);
    // A signal that comes before the program listens ends it, too: null.
    const possible = signal === "SIGKILL" ? [null] : moment === "starting" ? [143, null] : [143];
    expect(possible).toContain(code);
    kills += 1;
  }
  return kills;
}

async function check(project: Project): Promise<void> {
  const { code, stderr } = await project.evals(["run", "--no-cache", "--resume"]);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  const outputs = await project.lines("outputs.jsonl");
  expect(outputs).toHaveLength(CASES);
  expect(new Set(outputs.map(({ trial }) => trial)).size).toBe(CASES);
  expect(outputs.every(({ status }) => status === "ok")).toBe(true);
  expect(await figures(project)).toEqual(undisturbed);
  expect(await project.runs()).toHaveLength(1);
}

describe("a run of 2,000 trials that is ended 20 times and gone on with", () => {
  it("by kill -9: nothing is lost but what was in flight", async () => {
    await server.reset();
    await using project = await makeProject(files(server.baseUrl));
    const kills = await killAgainAndAgain(project, "SIGKILL", 1);
    expect((await project.document("run.json")).status).toBe("running");
    expect((await project.evals(["list"])).stdout).toContain("interrupted (no process)");
    expect((await project.evals(["show", "latest"])).stdout).toContain("interrupted: no process");
    await check(project);
    const { requests, keys } = await server.stats();
    expect(Object.keys(keys)).toHaveLength(CASES);
    expect(requests - CASES, "repeated calls").toBeLessThanOrEqual(kills * CONCURRENCY);
    // A server that is asked for something all the time is in the middle of something at most moments.
    expect(requests).toBeGreaterThan(CASES);
  }, 120_000);

  it("by SIGTERM: nothing is lost at all", async () => {
    await server.reset();
    await using project = await makeProject(files(server.baseUrl));
    await killAgainAndAgain(project, "SIGTERM", 2);
    await check(project);
    const { requests, abandoned } = await server.stats();
    expect({ requests, abandoned }).toEqual({ requests: CASES, abandoned: 0 });
  }, 120_000);
});
