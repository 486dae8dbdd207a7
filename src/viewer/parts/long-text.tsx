import { useState } from "preact/hooks";
import { bytesText } from "./bytes-text.ts";
import { readableText } from "./readable-text.ts";

const AT_FIRST = 20_000;

/** Text as it is, in its own direction; a long one in part until more is asked for. */
export function LongText({ text, class: name = "" }: { text: string; class?: string }) {
  const [whole, setWhole] = useState(false);
  if (text.length <= AT_FIRST || whole) return <pre class={`text ${name}`}>{readableText(text)}</pre>;
  return (
    <>
      <pre class={`text ${name}`}>{readableText(text.slice(0, AT_FIRST).replace(/[\ud800-\udbff]$/, ""))}…</pre>
      <button type="button" onClick={() => setWhole(true)}>
        Show all {bytesText(new TextEncoder().encode(text).length)}
      </button>
    </>
  );
}
