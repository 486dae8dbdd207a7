import * as z from "zod";
import { count, scalar, text } from "./schema-parts.ts";

const paths = () => z.union([text(), z.array(text()).min(1)], { error: () => "expected a path or a list of paths" });

const condition = () =>
  z.union(
    [
      scalar(),
      z.array(scalar()).describe("any of these"),
      z.strictObject({ not: z.union([scalar(), z.array(scalar())]) }).describe("anything but this"),
    ],
    { error: () => "expected a value, a list of values or { not: value }" },
  );

/** `where:` of a dataset; compared as text, `null` means absent. */
export const whereSchema = () =>
  z
    .record(text(), condition())
    .describe(
      "Conditions on the raw line, all of which must hold; dots for depth, a list means any of, { not: value }",
    );

export const datasetSchema = () =>
  z.union(
    [
      text().describe("Path of a file or folder"),
      z.array(text()).min(1).describe("Paths, read in this order"),
      z.strictObject({
        path: paths().describe("A path or a list of paths"),
        format: z.enum(["jsonl", "json", "csv", "parquet"]).optional().describe("Default: by the file's extension"),
        fields: z
          .record(text(), text())
          .optional()
          .describe("Case key -> column of the file, e.g. { id: question_id, input: question }"),
        where: whereSchema().optional(),
        limit: count().optional().describe("Only the first cases that match"),
      }),
    ],
    {
      error: (issue) =>
        issue.input === undefined
          ? "e.g. dataset: ../datasets/support-triage.jsonl"
          : "expected a path, a list of paths, or an object with path:",
    },
  );

export type DatasetShape = z.infer<ReturnType<typeof datasetSchema>>;
