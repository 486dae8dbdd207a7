import type { RunManifest } from "../domain/run.ts";
import { judgesOf } from "../grader/nested.ts";

/** What a reader must know of a run before trusting its figures, and what the figures themselves do not say. */
export function runNotes(manifest: RunManifest): string[] {
  return [...priceNotes(manifest), ...selfJudging(manifest)];
}

function priceNotes({ candidates }: RunManifest): string[] {
  const doubtful = candidates.flatMap(({ id, model, price }) =>
    price.kind === "catalogue" && !price.exact
      ? [
          `${id}: ${model} is not in the price catalogue; priced as ${price.matched} (set prices: on the model to be sure)`,
        ]
      : [],
  );
  const unknown = candidates.filter(({ price }) => price.kind === "unknown").map(({ id }) => id);
  if (unknown.length === 0) return doubtful;
  return [
    ...doubtful,
    `price unknown for ${unknown.join(", ")}: costs are unknown, not zero (prices: on the model states them)`,
  ];
}

/** A judge of the same model as a candidate judges itself: models prefer their own texts. */
function selfJudging({ candidates, resolvedSuite }: RunManifest): string[] {
  const judgeIds = new Set(resolvedSuite.graders.flatMap(judgesOf));
  const judges = [...resolvedSuite.judgeModels, ...resolvedSuite.models].filter(({ id }) => judgeIds.has(id));
  return judges.flatMap((judge) => {
    const same = candidates.filter(
      ({ provider, model }) => provider === judge.provider && model === judge.model && model !== null,
    );
    const names = same.map(({ id }) => id).join(", ");
    return same.length === 0 ? [] : [`the judge ${judge.id} is the same model as ${names}: it judges itself`];
  });
}
