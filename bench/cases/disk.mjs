import { basename } from "node:path";
import { total } from "../lib/disk.mjs";
import { goal, number, table } from "../lib/figures.mjs";
import { caseOf } from "../lib/project.mjs";
import { onStage, ours } from "../lib/subjects.mjs";

const MAX_BYTES = 1.5 * 1024;

/** What a run leaves on disk, file by file, and how much of it is the texts themselves. */
export const disk = {
  title: "The run folder",
  async run({ sizes }) {
    const trials = sizes.calls;
    const files = await onStage({}, async (stage) => (await (await ours(stage, "openai", trials))()).sizes);
    let texts = 0;
    for (let index = 0; index < trials; index++) {
      const { input, expected } = caseOf(index);
      // What went to the model and what came back: the answer is the expected one, and both are kept.
      texts += Buffer.byteLength(input) + 2 * Buffer.byteLength(expected);
    }
    const beside = (total(files) - texts) / trials;
    const rows = [...files].map(([path, bytes]) => [`\`${basename(path)}\``, number(bytes), number(bytes / trials)]);
    return {
      text: [
        `A run of ${number(trials)} trials through the openai SDK, one grader, the default reports. Texts: the inputs, expected answers and outputs.`,
        table(
          ["file", "bytes", "bytes a trial"],
          [
            ...rows,
            ["all", number(total(files)), number(total(files) / trials)],
            ["texts", number(texts), number(texts / trials)],
            ["all beside the texts", number(total(files) - texts), number(beside)],
          ],
        ),
      ].join("\n\n"),
      goals: [
        goal(
          "run folder beside the texts, a trial",
          `≤ ${number(MAX_BYTES)} bytes`,
          `${number(beside)} bytes`,
          beside <= MAX_BYTES,
        ),
      ],
    };
  },
};
