import * as z from "zod";
import { WhereProbe } from "../base/rows/where-probe.ts";
import type { WhereCondition } from "../domain/suite.ts";
import { type ProviderDefinition, SendError } from "./adapter.ts";
import { indexRecordings } from "./recorded/index-recordings.ts";
import { RECORDING_KEYS } from "./recorded/read-recording.ts";

const scalar = () => z.union([z.string(), z.number(), z.boolean(), z.null()]);
const condition = () =>
  z.union([scalar(), z.array(scalar()), z.strictObject({ not: z.union([scalar(), z.array(scalar())]) })]);

const options = {
  path: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe("JSONL, CSV, JSON or Parquet of {id, output, repeat?, latency_ms?, usage?, cost_usd?, error?}"),
  format: z.enum(["jsonl", "json", "csv", "parquet"]).optional().describe("Default: by the file's extension"),
  fields: z
    .partialRecord(z.enum(RECORDING_KEYS), z.string().min(1))
    .optional()
    .describe("Key of a recording -> column of the file"),
  where: z.record(z.string(), condition()).optional().describe("Conditions on the raw line, as for a dataset"),
};

/** Outputs that exist already, from any model or system. Nothing is called. */
export const recorded: ProviderDefinition = {
  type: "recorded",
  description: "outputs that exist already, by the id of their case",
  options,
  model: "optional",
  apiKeyEnv: null,
  cached: false,
  paths: ["path"],

  async create(model) {
    const settings = z.object(options).parse(model.options);
    const probe = new WhereProbe((settings.where ?? {}) as Readonly<Record<string, WhereCondition>>);
    const recordings = await indexRecordings({
      paths: [settings.path].flat(),
      format: settings.format ?? null,
      fields: settings.fields ?? {},
      probe,
    });
    return {
      async send(_request, context) {
        const found = recordings.find(context.case.id, context.repeat);
        if (found === null) {
          const repeats = recordings.countOf(context.case.id);
          const detail = repeats === 0 ? "" : ` for repeat ${context.repeat} (${repeats} of this case)`;
          throw new SendError({
            kind: "no_recorded_output",
            message: `no recorded output${detail}`,
            httpStatus: null,
            retryable: false,
          });
        }
        if (found.status === "error") throw new SendError(found.error, { usage: found.usage });
        return { httpStatus: null, requestId: null, ...found.output };
      },
      close: async () => recordings.close(),
    };
  },
};
