import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import type { ViewerColumns } from "../domain/viewer.ts";
import { jsonl, makeProject } from "../testing/cli.ts";

const CASES = 10_500;

it("holds at most 20,000 trials: all that did not pass, then a sample", async () => {
  const model = (id: string, accuracy: number) => `  - { id: ${id}, provider: simulated, accuracy: ${accuracy} }`;
  await using project = await makeProject({
    "evals/large.yaml": `name: large\ndataset: ../cases.jsonl\nmodels:\n${model("a", 0.9)}\n${model("b", 0.8)}\ngraders: [{ type: exact }]\n`,
    "cases.jsonl": jsonl(
      Array.from({ length: CASES }, (_, at) => ({ id: `c-${at}`, input: `case ${at}`, expected: "yes" })),
    ),
  });
  const { code, stderr } = await project.evals(["run", "--quiet"]);
  expect([code, stderr]).toEqual([0, ""]);
  const [run] = await project.runs();
  const page = await project.read(`reports/${run}/report.html`);
  const [, text = ""] = /id="data-columns">([^<]*)</.exec(page) ?? [];
  const columns = JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString("utf8")) as ViewerColumns;
  expect(columns.trials).toEqual({ shown: 20_000, of: 2 * CASES });
  const letters = columns.candidates.map(({ outcomes }) => outcomes).join("");
  const count = (letter: string) => letters.split(letter).length - 1;
  const summary = (await project.document("summary.json")) as unknown as {
    candidates: { trials: { failed: number } }[];
  };
  expect(count("f")).toBe(summary.candidates.reduce((sum, { trials }) => sum + trials.failed, 0));
  expect(count("p") + count("f")).toBe(20_000);
  // Cases of which nothing is shown are left out; of the others it is said which trials are not here.
  expect(count(".")).toBe(2 * columns.ids.length - 20_000);
  expect(page).toContain("20,000 of 21,000 trials");
});
