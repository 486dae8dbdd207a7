import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ViewerCase, ViewerColumns, ViewerRun } from "../domain/viewer.ts";
import { jsonl, makeProject, type Project } from "../testing/cli.ts";

const MOST_BYTES = 400_000;
const OUTPUTS = ["</script><script>alert(1)</script>", "<!--", "\u202e\u0000", "x".repeat(200_000), "yes", "no"];
const rows = Array.from({ length: 30 }, (_, at) => ({ id: `c-${at}`, output: OUTPUTS[at % OUTPUTS.length] ?? "" }));

let project: Project;
beforeAll(async () => {
  project = await makeProject({
    "evals/told.yaml":
      "name: told\ndataset: ../cases.jsonl\nmodels:\n  - { id: a, provider: recorded, path: ../a.jsonl }\n  - { id: b, provider: recorded, path: ../b.jsonl }\ngraders: [{ type: exact }]\n",
    "cases.jsonl": jsonl(rows.map(({ id }) => ({ id, input: `What of ${id}?`, expected: "yes" }))),
    "a.jsonl": jsonl(rows),
    "b.jsonl": jsonl(rows.map(({ id }) => ({ id, output: "yes" }))),
  });
  const { code, stderr } = await project.evals(["run", "--quiet"]);
  if (code !== 0) throw new Error(stderr);
});
afterAll(() => project.remove());

const DATA = /<script type="application\/octet-stream;base64" id="([^"]*)">([^<]*)<\/script>\n/g;
const dataOf = (page: string) =>
  new Map(
    [...page.matchAll(DATA)].map(([, id = "", text = ""]) => [
      id,
      JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString("utf8")) as unknown,
    ]),
  );
const written = async () => project.read(`reports/${(await project.runs())[0]}/report.html`);

describe("report.html", () => {
  it("is written by a run beside report.md, small but for its data", async () => {
    const page = await written();
    expect(await project.read(`reports/${(await project.runs())[0]}/report.md`)).toContain("# told");
    const bare = page.replace(DATA, "");
    expect(Buffer.byteLength(bare)).toBeLessThan(MOST_BYTES);
    expect(bare).toContain("preact");
    // The one script that runs; all else is data.
    expect(bare.match(/<script\b/gi)).toHaveLength(1);
    expect(bare).not.toContain(project.root);
  });

  it("holds what the folder holds", async () => {
    const data = dataOf(await written());
    const [run, columns] = [data.get("data-run") as ViewerRun, data.get("data-columns") as ViewerColumns];
    expect(run.summary).toMatchObject({ suite: "told", cases: 30, status: "complete" });
    expect(columns.trials).toEqual({ shown: 60, of: 60 });
    const cases = [...data].filter(([id]) => id.startsWith("data-chunk-")).flatMap(([, some]) => some as ViewerCase[]);
    expect(cases.map((one) => one.case.id)).toEqual((await project.lines("cases.jsonl")).map(({ id }) => id));
    const texts = new Map(rows.map(({ id, output }) => [id, output]));
    for (const one of cases) {
      const output = one.trials.find(({ candidate }) => candidate === "a")?.output;
      const text = texts.get(one.case.id) ?? "";
      expect(output?.status === "ok" && output.answer.text).toBe(text.slice(0, 65_536));
      expect(one.cuts).toEqual(text.length > 65_536 ? [{ where: "a/1 output.text", bytes: 200_000 }] : []);
    }
    expect(JSON.stringify([...data.values()])).not.toContain(project.root);
  });

  it("is written again from the folder alone, the same, and printed", async () => {
    const before = await written();
    const { code, stdout, stderr } = await project.evals(["report", "latest", "--format", "html"]);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^written: .*report\.html\n$/)]);
    expect(stdout).toBe(before);
    expect(await written()).toBe(before);
  });

  it("is not written where another report is asked for", async () => {
    await project.evals(["run", "--quiet", "--report", "md", "--out", "other"]);
    const [run] = await project.runs("other");
    await expect(project.read(`other/${run}/report.html`)).rejects.toThrow("ENOENT");
  });
});
