import { didYouMean } from "../../base/nearest.ts";
import type { Path } from "../path.ts";
import type { Rule, RuleProblem } from "./rule.ts";

/** `tag:x`, or `field:value` with a field that the suite slices by. */
function checkSlice(slice: string, path: Path, fields: readonly string[]): RuleProblem[] {
  const colon = slice.indexOf(":");
  if (colon < 1 || colon === slice.length - 1) {
    return [{ path, message: `"${slice}" is no slice; write tag:<tag>, or <field>:<value> with the field in slices:` }];
  }
  const field = slice.slice(0, colon);
  if (field === "tag" || fields.includes(field)) return [];
  const hint = field === "tags" ? '; did you mean "tag"?' : didYouMean(field, fields);
  return [
    {
      path,
      message: `"${field}" is no field that the suite slices by${hint || `; add it: slices: [${[...fields, field].join(", ")}]`}`,
    },
  ];
}

export const requirementSlices: Rule = {
  name: "requirement-slices",
  reads: ["requirements", "slices"],
  check: (suite, { shape }) =>
    (shape.requirements ?? []).flatMap(({ slice }, index) =>
      slice === undefined ? [] : checkSlice(slice, ["requirements", index, "slice"], suite.slices),
    ),
};

export const graderSlices: Rule = {
  name: "grader-slices",
  reads: ["graders", "slices"],
  check: (suite, { graders }) =>
    graders.flatMap(({ spec, path }) =>
      spec.when === null ? [] : checkSlice(spec.when, [...path, "when"], suite.slices),
    ),
};
