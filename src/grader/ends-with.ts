import { edgeOfText } from "./edge-of-text.ts";

export const endsWith = edgeOfText({
  type: "ends_with",
  description: "The text ends with a value (default: the expected one); blanks behind it are ignored.",
  verb: "end",
  trim: (text) => text.trimEnd(),
  matches: (text, value) => text.endsWith(value),
  shown: (text) => text.trimEnd().slice(-80),
});
