import { readFile } from "node:fs/promises";
import { UserError } from "../../base/errors.ts";
import type { ViewerApp } from "../../report/definition.ts";

/** The built viewer, as seen from a bundle in `dist/` or `dist/chunks/`, and from this source file. */
const FOLDERS = ["./viewer/", "../viewer/", "../../../dist/viewer/"];

/** @throws UserError `viewer_not_built` */
export async function viewerFiles(): Promise<ViewerApp> {
  for (const folder of FOLDERS) {
    const read = (name: string) => readFile(new URL(folder + name, import.meta.url), "utf8");
    try {
      const [script, style, licences] = await Promise.all(["app.js", "app.css", "licences.txt"].map(read));
      return { script: script ?? "", style: style ?? "", licences: licences ?? "" };
    } catch {
      // It is in another place, or nowhere.
    }
  }
  throw new UserError("viewer_not_built", "the viewer is not built: run `npm run build`, or install evals again");
}
