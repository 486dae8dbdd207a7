import { extname } from "node:path";
import { pathToFileURL } from "node:url";

/** Imports a user's `.ts` or `.js` file; TypeScript goes through jiti on every Node, so that it behaves alike. */
export async function loadModule(path: string): Promise<Record<string, unknown>> {
  if ([".ts", ".mts", ".cts", ".tsx"].includes(extname(path))) {
    const { createJiti } = await import("jiti");
    return (await createJiti(pathToFileURL(path).href, { interopDefault: false }).import(path)) as Record<
      string,
      unknown
    >;
  }
  return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
}
