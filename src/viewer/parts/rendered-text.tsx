import { useMemo } from "preact/hooks";
import { LongText } from "./long-text.tsx";
import { Markdown } from "./markdown/markdown.tsx";
import { prettyJson } from "./pretty-json.ts";

export const TEXT_FORMS = ["text", "markdown", "json"] as const;
export type TextForm = (typeof TEXT_FORMS)[number];

/** A text in the form asked for. null: as it is, but JSON with its indents. */
export function RenderedText({ text, form }: { text: string; form: TextForm | null }) {
  const json = useMemo(() => (form === null || form === "json" ? prettyJson(text) : null), [text, form]);
  if (json !== null) return <LongText text={json} class="json" />;
  if (form === "markdown") return <Markdown text={text} />;
  return (
    <>
      {form === "json" && <p class="muted small">No JSON object or list: shown as text.</p>}
      <LongText text={text} />
    </>
  );
}
