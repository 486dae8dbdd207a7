import type { RunManifest } from "../domain/run.ts";
import { readCases } from "../log/read-log.ts";
import { countedTokens, FITS, limitOf, TOO_LONG } from "../measure/metrics/context-fit.ts";
import type { ContextLimit, Table } from "../measure/table.ts";
import { countMessageTokens, maxTokensOf } from "../plan/estimate.ts";
import { createRenderer, RenderError } from "../plan/render.ts";
import { candidatesOf } from "../suite/candidates.ts";
import { ANTHROPIC_MAX_TOKENS, mostInputTokens } from "./bound-of.ts";
import { compileTokenCounter } from "./token-counter.ts";

/** How much a candidate of a run may read and write, as `run.json` has it. */
export function contextLimits({ candidates, resolvedSuite }: RunManifest): readonly ContextLimit[] {
  return candidates.map(({ modelId, contextWindow }) => {
    const model = resolvedSuite.models.find(({ id }) => id === modelId);
    const usual = model?.provider === "anthropic" ? ANTHROPIC_MAX_TOKENS : null;
    return {
      window: contextWindow ?? model?.contextWindow ?? null,
      maxTokens: model === undefined ? null : (maxTokensOf(model) ?? usual),
    };
  });
}

/**
 * Fills in whether inputs fit whose tokens no API has counted (recordings, programs, errors): the prompt is rendered
 * again from the run folder. A text that cannot be too long, whatever the tokenizer, is not counted.
 */
export async function estimateContextFit(folder: string, { resolvedSuite }: RunManifest, table: Table): Promise<void> {
  const specs = candidatesOf(resolvedSuite);
  const lacking = table.candidates.flatMap((id, candidate) => {
    const spec = specs.find((one) => one.id === id);
    const room = limitOf({ table, candidate });
    if (spec === undefined || room === null || !anyUncounted(table, candidate)) return [];
    // An image's tokens cannot be told from here, whatever is read: it counts nothing.
    const renderer = createRenderer(spec, resolvedSuite.vars, () => ({ mediaType: "image/png", data: "" }));
    return [{ candidate, model: spec.model, room, renderer }];
  });
  if (lacking.length === 0) return;
  const fit = new Uint8Array(table.caseCount * table.candidates.length);
  let countTokens: ((text: string) => number) | null = null;
  let index = 0;
  for await (const testCase of readCases(folder)) {
    for (const { candidate, model, room, renderer } of lacking) {
      if (countedTokens(table, candidate, index) !== null) continue;
      try {
        const request = renderer.render(testCase);
        let fits = mostInputTokens(request, model) <= room;
        if (!fits) {
          countTokens ??= await compileTokenCounter();
          const { tools, outputSchema } = request;
          const more = [...(tools.length > 0 ? [tools] : []), ...(outputSchema === null ? [] : [outputSchema])];
          const tokens =
            countMessageTokens(request.messages, countTokens) +
            (more.length > 0 ? countTokens(JSON.stringify(more)) : 0);
          fits = tokens <= room;
        }
        fit[index * table.candidates.length + candidate] = fits ? FITS : TOO_LONG;
      } catch (error) {
        // What cannot be rendered again stays unknown.
        if (!(error instanceof RenderError)) throw error;
      }
    }
    index += 1;
  }
  table.estimatedFit = fit;
}

function anyUncounted(table: Table, candidate: number): boolean {
  for (let index = 0; index < table.caseCount; index++)
    if (countedTokens(table, candidate, index) === null) return true;
  return false;
}
