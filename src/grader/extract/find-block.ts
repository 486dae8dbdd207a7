/**
 * The content of the last fenced code block (``` or ~~~), without its fences; null where there is none.
 * A block that is never closed, as in an answer that was cut off, reaches to the end.
 */
export function findCodeBlock(text: string): string | null {
  let block: string | null = null;
  let fence: string | null = null;
  let start = 0;
  let at = 0;
  while (at <= text.length) {
    const newline = text.indexOf("\n", at);
    const end = newline === -1 ? text.length : newline;
    // The opening of a line is enough to know a fence: lines may be a megabyte long.
    const [, run, info = ""] = /^[ \t]*(`{3,}|~{3,})(.*)/.exec(text.slice(at, Math.min(end, at + 200))) ?? [];
    if (run !== undefined && fence === null) {
      // ```code``` on one line is no block.
      if (!run.startsWith("`") || !info.includes("`")) {
        fence = run;
        start = Math.min(end + 1, text.length);
      }
    } else if (run !== undefined && fence !== null && run.startsWith(fence) && info.trim() === "") {
      block = text.slice(start, Math.max(start, at - 1));
      fence = null;
    }
    if (newline === -1) break;
    at = newline + 1;
  }
  return fence === null ? block : text.slice(start);
}
