import { relative, sep } from "node:path";

/** A file as messages name it: from the working directory, with forward slashes; absolute where that is shorter. */
export function displayName(path: string, cwd: string): string {
  const near = relative(cwd, path);
  const shown = near === "" || (near.startsWith("..") && near.length > path.length) ? path : near;
  return shown.split(sep).join("/");
}
