const NOTE = "\n\n*Cut here: the report is longer than this place allows; the run's folder has all of it.*\n";

/** A Markdown report in at most so many bytes (UTF-8): cut between blocks, with a word about it. */
export function cutMarkdown(text: string, mostBytes: number): string {
  if (bytesOf(text) <= mostBytes) return text;
  const blocks = text.split("\n\n");
  let kept = "";
  for (const block of blocks) {
    const longer = kept === "" ? block : `${kept}\n\n${block}`;
    if (bytesOf(longer) + bytesOf(closing(longer)) + bytesOf(NOTE) > mostBytes) break;
    kept = longer;
  }
  const cut = `${kept}${closing(kept)}${NOTE}`;
  return bytesOf(cut) <= mostBytes ? cut : "";
}

/** What is folded must not swallow the note. */
function closing(text: string): string {
  const open = (text.match(/<details>/g)?.length ?? 0) - (text.match(/<\/details>/g)?.length ?? 0);
  return "\n\n</details>".repeat(Math.max(0, open));
}

const encoder = new TextEncoder();

function bytesOf(text: string): number {
  return encoder.encode(text).length;
}
