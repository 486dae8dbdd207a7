import { edgeOfText } from "./edge-of-text.ts";

export const startsWith = edgeOfText({
  type: "starts_with",
  description: "The text begins with a value (default: the expected one); blanks before it are ignored.",
  verb: "begin",
  trim: (text) => text.trimStart(),
  matches: (text, value) => text.startsWith(value),
  shown: (text) => text,
});
