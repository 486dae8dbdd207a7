import type { Dataset } from "../dataset/open-dataset.ts";
import type { Problem } from "../domain/problem.ts";
import type { Suite } from "../domain/suite.ts";
import { matchesSlice } from "../measure/case-facts.ts";
import { RenderError, type Renderer } from "../plan/render.ts";
import type { ReadyModel } from "./make-models.ts";

type Found = Omit<Problem, "file">;
type Locate = (path: (string | number)[]) => { line: number; col: number };

/** Templates are tried on this many cases before anything is called: rendering is cheap, a paid run that stops is not. */
const CASES_TRIED = 1_000;

/** Renders every prompt for the first cases of the file; one problem a prompt. */
export function checkRendering(
  suite: Suite,
  dataset: Dataset,
  renderers: ReadonlyMap<string, Renderer>,
  locate: Locate,
): readonly Found[] {
  const found = new Map<string, Found>();
  for (const renderer of renderers.values()) {
    for (let index = 0; index < Math.min(dataset.count, CASES_TRIED); index++) {
      const testCase = dataset.read(index);
      try {
        renderer.render(testCase);
      } catch (error) {
        if (!(error instanceof RenderError)) throw error;
        const source = dataset.sourceOf(index);
        const at = pathInSuite(error.path, suite);
        const message = `${error.message} for case ${testCase.id} (${source.file}:${source.line}); it must be a key of the case, of vars:, or of an object input`;
        found.set(error.path, { ...locate(at.path), path: at.text, message });
        break;
      }
    }
  }
  return [...found.values()];
}

/** `prompts[terse].messages[0].content` with the prompt's position instead of its id. */
function pathInSuite(text: string, suite: Suite): { path: (string | number)[]; text: string } {
  const match = /^prompts\[(.+?)\]\.messages\[(\d+)\]\.content/.exec(text);
  const index = suite.prompts.findIndex((prompt) => prompt.id === match?.[1]);
  if (match === null || index < 0) return { path: [], text };
  return {
    path: ["prompts", index, "messages", Number(match[2]), "content"],
    text: text.replace(`[${match[1]}]`, `[${index}]`),
  };
}

/** A requirement on a slice that no case is in could never be decided. */
export function checkSlices(suite: Suite, dataset: Dataset, order: Uint32Array): readonly Found[] {
  const wanted = new Map<string, Found>();
  for (const { slice, source } of suite.requirements) {
    if (slice === null) continue;
    const { index, line, col } = source;
    wanted.set(slice, {
      line,
      col,
      path: `requirements[${index}].slice`,
      message: `no case is in the slice "${slice}"`,
    });
  }
  for (const position of order) {
    if (wanted.size === 0) break;
    const testCase = dataset.read(position);
    for (const slice of wanted.keys()) if (matchesSlice(testCase, slice)) wanted.delete(slice);
  }
  return [...wanted.values()];
}

/** With a budget every price must be known, or nobody could say when it is reached. */
export function checkBudget(
  suite: Suite,
  models: ReadonlyMap<string, ReadyModel>,
): readonly Pick<Problem, "message" | "path">[] {
  if (suite.run.budgetUsd === null) return [];
  const unknown = [...models.values()]
    .filter(({ pricing }) => pricing.match.kind === "unknown")
    .map(({ model }) => model.id);
  if (unknown.length === 0) return [];
  const message = `a budget needs known prices; unknown for ${unknown.join(", ")}: state prices: {input, output} or {per_call} or none on the model`;
  return [{ path: "run.budget_usd", message }];
}
