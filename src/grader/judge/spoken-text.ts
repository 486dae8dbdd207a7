// Zero-width and direction marks, soft hyphens, joiners, fillers, tags: invisible, and some models sprinkle them.
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
// They end a line for a regular expression, and for nobody who reads it.
const OTHER_LINE_ENDS = /[\u000b\u000c\u0085\u2028\u2029]/g;
const THINKING = /^\s*<think(?:ing)?>/i;
const THOUGHT = /<\/think(?:ing)?>/gi;
const OUR_FENCE = /^<<<(END )?[A-Z]+(?: \d+)? ([0-9a-f]{16})>>>$/;
const CODE_FENCE = /^ {0,3}(`{3,}|~{3,})/;

/**
 * What a judge said in its own words, ready to be searched line by line: without its thinking aloud, invisible
 * characters, and what it quotes in code blocks or between fences.
 */
export function spokenText(reply: string): string {
  const text = withoutThinking(reply)
    .normalize("NFKC")
    .replace(INVISIBLE, "")
    .replace(/\r\n?/g, "\n")
    .replace(OTHER_LINE_ENDS, " ")
    .trimEnd();
  return withoutQuotes(text);
}

/** Local servers leave the thoughts of a reasoning model in its text; one that never ended has no answer after it. */
export function withoutThinking(reply: string): string {
  if (!THINKING.test(reply.slice(0, 200))) return reply;
  let end = -1;
  for (const match of reply.matchAll(THOUGHT)) end = match.index + match[0].length;
  return end < 0 ? "" : reply.slice(end);
}

function withoutQuotes(text: string): string {
  const lines = text.split("\n");
  const kept: string[] = [];
  const ends = blockEnds(lines);
  let quoted: readonly string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const end = ends.get(at);
    if (end === undefined) kept.push(lines[at] ?? "");
    else {
      quoted = lines.slice(at + 1, end);
      at = end;
    }
  }
  const own = kept.join("\n").trimEnd();
  // The whole reply in one code block is the reply.
  return own === "" && CODE_FENCE.test(lines[0] ?? "") ? quoted.join("\n").trimEnd() : own;
}

/** Line of an opening fence → line of its end. A fence that nothing closes is no fence: it would swallow the verdict. */
function blockEnds(lines: readonly string[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  let open: { readonly at: number; readonly closes: (line: string) => boolean } | null = null;
  // What an unclosed fence has swallowed is looked at again, once: only the outermost block can stay open.
  for (let at = 0, from = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (open === null) {
      const closes = at < from ? null : opening(line);
      if (closes !== null) open = { at, closes };
    } else if (open.closes(line)) {
      ends.set(open.at, at);
      open = null;
    } else if (at === lines.length - 1 && from === 0) {
      from = open.at + 1;
      at = open.at;
      open = null;
    }
  }
  return ends;
}

function opening(line: string): ((line: string) => boolean) | null {
  const ours = OUR_FENCE.exec(line.trim());
  if (ours !== null && ours[1] === undefined) {
    const closing = `${ours[2]}>>>`;
    return (end) => end.trim().startsWith("<<<END ") && end.trim().endsWith(closing);
  }
  const [, mark] = CODE_FENCE.exec(line) ?? [];
  if (mark === undefined) return null;
  return (end) => {
    const closing = end.trim();
    return closing.length >= mark.length && closing === (mark[0] ?? "").repeat(closing.length);
  };
}
