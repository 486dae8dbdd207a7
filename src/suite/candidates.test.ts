import { expect, it } from "vitest";
import { loadGood, suiteWith } from "./__fixtures__/workspace.ts";
import { candidatesOf } from "./candidates.ts";

it("crosses models with prompts, models first, prompts in the suite's order", async () => {
  const { suite } = await loadGood(
    suiteWith({
      models: [
        "models:",
        "  - { id: all, provider: openai, model: x }",
        "  - { id: one, provider: openai, model: x, prompts: [b] }",
        "  - { id: bare, provider: openai, model: x, prompts: [] }",
        "  - { id: two, provider: openai, model: x, prompts: [c, a] }",
      ].join("\n"),
      p: `prompts:\n${["a", "b", "c"].map((id) => `  - { id: ${id}, messages: [input] }`).join("\n")}`,
    }),
  );
  expect(candidatesOf(suite).map(({ id, prompt }) => `${id} ${prompt?.id ?? "-"}`)).toEqual([
    "all@a a",
    "all@b b",
    "all@c c",
    "one b",
    "bare -",
    "two@a a",
    "two@c c",
  ]);
});
