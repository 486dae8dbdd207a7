import { expect, it } from "vitest";
import { parseMaxBytes } from "./max-bytes.ts";

it.each([
  [undefined, undefined],
  ["", undefined],
  ["512", 512 * 2 ** 20],
  ["0.5", 2 ** 19],
  ["0", null],
  ["-1", null],
  ["1GB", null],
])("EVALS_CACHE_MAX_MB=%s", (text, bytes) => {
  expect(parseMaxBytes(text)).toBe(bytes);
});
