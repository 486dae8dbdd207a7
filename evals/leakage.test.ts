import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Line {
  readonly id: string;
  readonly input: string;
  readonly expected: string;
}

const QUEUES = new Set(["billing", "shipping", "account", "refund", "other"]);

function read(name: string): Line[] {
  const text = readFileSync(new URL(`../datasets/${name}`, import.meta.url), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

/** Letters and digits in lower case, without accents: what two spellings of one message share. */
function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** A message as its words alone; as it is when it has none (emoji). */
const bare = (text: string) => wordsOf(text).join(" ") || text;

/** Runs of three words; a shorter message is one shingle. */
function shingles(text: string): Set<string> {
  const words = wordsOf(text);
  if (words.length < 3) return new Set([bare(text)]);
  return new Set(words.slice(2).map((word, index) => `${words[index]} ${words[index + 1]} ${word}`));
}

function jaccard(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let shared = 0;
  for (const one of left) if (right.has(one)) shared += 1;
  return shared / (left.size + right.size - shared);
}

const evaluation = read("support-triage.jsonl");
const training = read("support-triage.train.jsonl");

describe.each([
  ["evaluation", evaluation],
  ["training", training],
] as const)("the %s file", (_name, lines) => {
  it("has at least 300 cases with unique ids, each in one of the five queues", () => {
    expect(lines.length).toBeGreaterThanOrEqual(300);
    expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
    expect(new Set(lines.map((line) => line.expected))).toEqual(QUEUES);
  });

  it("says nothing twice", () => {
    const texts = lines.map((line) => bare(line.input));
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });
});

describe("training and evaluation", () => {
  it("share no id and no text", () => {
    const ids = new Set(training.map((line) => line.id));
    const texts = new Set(training.map((line) => bare(line.input)));
    expect(evaluation.filter((line) => ids.has(line.id))).toEqual([]);
    expect(evaluation.filter((line) => texts.has(bare(line.input)))).toEqual([]);
  });

  it("share no near duplicates: every pair has less than half of its three-word runs in common", () => {
    const seen = training.map((line) => ({ id: line.id, shingles: shingles(line.input) }));
    const close = evaluation.flatMap((line) => {
      const own = shingles(line.input);
      return seen.filter((other) => jaccard(own, other.shingles) >= 0.5).map((other) => [line.id, other.id]);
    });
    expect(close).toEqual([]);
  });
});
