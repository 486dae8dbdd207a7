const DEEPEST_INDENT = 40;
const MOST_CHARACTERS = 2_000_000;

/**
 * A JSON object or list with line breaks and indents, its values exactly as they were written: a number keeps its
 * digits, a key that stands twice stands twice. null: the text is neither. A fence of Markdown around it is left out.
 */
export function prettyJson(text: string): string | null {
  const json = unfenced(text);
  if (json.length > MOST_CHARACTERS || !/^[{[]/.test(json)) return null;
  try {
    JSON.parse(json);
  } catch {
    return null;
  }
  return indented(json);
}

function unfenced(text: string): string {
  const trimmed = text.trim();
  return /^```(?:json)?[ \t]*\n([\s\S]*?)\n?```$/i.exec(trimmed)?.[1]?.trim() ?? trimmed;
}

const PIECES = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs;

/** Of valid JSON. */
function indented(json: string): string {
  const lines: string[] = [];
  let [line, depth, last] = ["", 0, ""];
  const newLine = () => {
    lines.push(line);
    line = "  ".repeat(Math.min(depth, DEEPEST_INDENT));
  };
  for (const [piece] of json.matchAll(PIECES)) {
    const closes = piece === "}" || piece === "]";
    if (closes) {
      depth -= 1;
      if (last !== "{" && last !== "[") newLine();
    } else if (last === "{" || last === "[" || last === ",") newLine();
    line += piece === ":" ? ": " : piece;
    if (piece === "{" || piece === "[") depth += 1;
    last = piece;
  }
  lines.push(line);
  return lines.join("\n");
}
