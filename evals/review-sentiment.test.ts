import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { loadModule } from "../src/base/load-module.ts";

type Candidate = (request: { readonly input: string }) => string;

async function load(name: string): Promise<Candidate> {
  return (await loadModule(fileURLToPath(new URL(`./review-sentiment/${name}.ts`, import.meta.url))))
    .default as Candidate;
}

it("AFINN is right on 2,382 of 3,000 sentences, VADER on 2,426; they disagree on 142 and 186", async () => {
  const rows = ["amazon", "imdb", "yelp"].flatMap((name) => {
    const file = new URL(`../node_modules/sentiment/test/fixtures/${name}.json`, import.meta.url);
    return JSON.parse(readFileSync(file, "utf8")) as { text: string; class: number | null }[];
  });
  const sentences = rows.filter((row) => row.class !== null);
  const [afinn, vader] = [await load("afinn"), await load("vader")];
  const verdicts = sentences.map((row) =>
    [afinn, vader].map((candidate) => candidate({ input: row.text }) === String(row.class)),
  );
  const count = (wanted: readonly (boolean | undefined)[]) =>
    verdicts.filter((pair) => pair.every((right, index) => wanted[index] === undefined || wanted[index] === right))
      .length;

  expect(sentences.length).toBe(3000);
  expect(count([true, undefined])).toBe(2382);
  expect(count([undefined, true])).toBe(2426);
  expect([count([true, false]), count([false, true])]).toEqual([142, 186]);
});
