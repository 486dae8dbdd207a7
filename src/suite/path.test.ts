import { expect, it } from "vitest";
import { formatPath, parsePath } from "./path.ts";

it.each([
  [[], ""],
  [["graders", 0, "type"], "graders[0].type"],
  [["models", 1, "headers", "X-Key"], "models[1].headers.X-Key"],
  [["vars", "a b", 2], 'vars["a b"][2]'],
  [["where", "d.e"], 'where["d.e"]'],
])("%j is %s, and back", (path, text) => {
  expect(formatPath(path)).toBe(text);
  expect(parsePath(text)).toEqual(path);
});
