import type { Bound, BoundKind, Requirement } from "../domain/suite.ts";
import { PERCENT, type RequirementShape } from "./requirement-schema.ts";
import type { Place } from "./source-document.ts";

const BOUNDS = ["min", "max", "max_drop", "max_increase"] as const satisfies readonly BoundKind[];

/** Each bound of an entry is a requirement of its own. `10%` is kept as 10 with unit `percent`. */
export function normaliseRequirements(
  shapes: readonly RequirementShape[],
  placeOf: (index: number) => Place,
): Requirement[] {
  return shapes.flatMap((shape, index) => {
    const { line, col } = placeOf(index);
    return BOUNDS.flatMap((kind): Requirement[] => {
      const written = shape[kind];
      if (written === undefined) return [];
      return [
        {
          metric: shape.metric,
          bound: boundOf(kind, written),
          slice: shape.slice ?? null,
          candidate: shape.candidate ?? null,
          against: shape.against ?? null,
          decide: shape.decide ?? "interval",
          source: { index, line, col },
        },
      ];
    });
  });
}

function boundOf(kind: BoundKind, written: number | string): Bound {
  if (typeof written === "number") return { kind, value: written, unit: "metric" };
  return { kind, value: Number(PERCENT.exec(written)?.[1]), unit: "percent" };
}
