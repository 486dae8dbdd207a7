import { textTable } from "../../base/text-table.ts";
import { knownModels } from "../../provider/catalogue.ts";
import type { Context } from "../context.ts";

/** `evals models`: the price catalogue, searched. */
export async function models(
  { out, err }: Context,
  args: readonly string[],
  flags: Record<string, unknown>,
): Promise<number> {
  const query = args[0] ?? "";
  const found = await knownModels(query);
  if (flags.json) {
    const documents = found.map(({ cacheRead, cacheWrite, contextWindow, ...rest }) => ({
      ...rest,
      cache_read: cacheRead,
      cache_write: cacheWrite,
      context_window: contextWindow,
    }));
    out.write(`${JSON.stringify(documents, null, 2)}\n`);
    return 0;
  }
  if (found.length === 0) {
    err.write(
      `no model matches "${query}"; a model that is not listed can still be used: state its prices: in the suite\n`,
    );
    return 0;
  }
  const head = ["provider", "model", "input", "output", "cache read", "context"];
  const rows: string[][] = [];
  const usd = (value: number | null) => (value === null ? "unknown" : `$${value}`);
  for (const model of found) {
    const context = model.contextWindow === null ? "unknown" : model.contextWindow.toLocaleString("en");
    rows.push([
      model.provider,
      model.model,
      `${usd(model.input)}${model.tiered ? "+" : ""}`,
      usd(model.output),
      usd(model.cacheRead),
      context,
    ]);
  }
  out.write(`${await textTable(head, rows)}\n`);
  err.write(`USD per million tokens; + rises with the length of the input; from ${found[0]?.source}\n`);
  return 0;
}
