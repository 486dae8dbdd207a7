import { camelKey } from "../base/keys.ts";
import type { ContentTemplate, Suite } from "../domain/suite.ts";
import type { SuiteKinds } from "./kinds.ts";
import type { Path } from "./path.ts";
import type { PlacedModel, RuleContext } from "./rules/rule.ts";
import type { PlacedGrader } from "./walk-graders.ts";

export interface NamedPath {
  /** Absolute. */
  readonly file: string;
  readonly path: Path;
}

function fromValue(value: unknown, path: Path): NamedPath[] {
  if (typeof value === "string") return [{ file: value, path }];
  return Array.isArray(value) ? value.flatMap((item, index) => fromValue(item, [...path, index])) : [];
}

export function datasetPaths(suite: Suite, shape: RuleContext["shape"]): NamedPath[] {
  const { dataset } = shape;
  const plain = typeof dataset === "string" || Array.isArray(dataset);
  const written = plain || dataset === undefined ? dataset : dataset.path;
  const base: Path = plain ? ["dataset"] : ["dataset", "path"];
  return suite.dataset.paths.map((file, index) => ({ file, path: Array.isArray(written) ? [...base, index] : base }));
}

export function modelPaths(models: readonly PlacedModel[], kinds: SuiteKinds): NamedPath[] {
  return models.flatMap(({ model, path }) =>
    (kinds.providers[model.provider]?.paths ?? []).flatMap((key) => fromValue(model.options[key], [...path, key])),
  );
}

/** A path that holds template syntax names a file of the case: nothing to look for yet. */
export function imagePaths(suite: Suite): NamedPath[] {
  return suite.prompts.flatMap((prompt, index) =>
    prompt.messages.flatMap((message, at) => {
      if (message === "input" || typeof message.content === "string") return [];
      return message.content.flatMap((part: ContentTemplate, place) =>
        part.type === "image" && "path" in part && !/\{[{%]/.test(part.path)
          ? [{ file: part.path, path: ["prompts", index, "messages", at, "content", place, "path"] }]
          : [],
      );
    }),
  );
}

export function graderPaths(graders: readonly PlacedGrader[], kinds: SuiteKinds): NamedPath[] {
  return graders.flatMap(({ spec, path }) =>
    kinds
      .graderPaths(spec.type)
      .flatMap((key) => fromValue(spec.options[key] ?? spec.options[camelKey(key)], [...path, key])),
  );
}
